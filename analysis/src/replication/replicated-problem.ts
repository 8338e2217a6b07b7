/** What one problem shows in the two protocols; lists have six entries, one a slot. */
export interface ReplicatedProblem {
  readonly id: string;
  readonly origin: {
    readonly correct: boolean;
    /** Whether zeroing all six slots makes it wrong: the origin kept only such problems. */
    readonly wrongWithoutAll: boolean;
    /** Of its "tokens" 0 to 5: BOT, thought 1 to 5. */
    readonly flips: readonly number[];
    /** Its window of the EOT row: thought 1 to 5, and EOT itself. */
    readonly window: readonly number[];
    /** The EOT row at the slots that are ablated: BOT, thought 1 to 5. */
    readonly aligned: readonly number[];
  };
  /** Five thoughts, and only the ablated slot changed: BOT, thought 1 to 5. */
  readonly five: { readonly correct: boolean; readonly flips: readonly number[] };
  /** The official rollout: thought 1 to 6. */
  readonly official: {
    readonly correct: boolean;
    readonly flips: readonly number[];
    /** Nats; null where the gold answer has no score. */
    readonly drops: readonly number[] | null;
    readonly eot: readonly number[];
    /** Null where the answer has no number. */
    readonly number: readonly number[] | null;
  };
}
