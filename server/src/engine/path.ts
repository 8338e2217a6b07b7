import { UNCHANGED, type ForcedAnswer, type SlotChange, type VariantPlan } from './rollout-plan.js';
import { kullbackLeibler, logSumExp, marginOf } from './distribution.js';

/** What a path wants to put into its next slot. */
export type Slot =
  | { readonly kind: 'thought'; readonly thought: number; readonly change: SlotChange }
  /** `answerToken` is 0 for EOT and j for the answer's token j. */
  | {
      readonly kind: 'token';
      readonly token: number;
      readonly answerToken: number;
      readonly change: SlotChange;
    };

/** What came out of a slot, as far as the path asked for it. */
export interface SlotOutput {
  /** The most likely next token; present at token slots. */
  readonly next: number;
  /** The logits of the slot, [V + 2]; a view that is gone after the step. */
  readonly logits: Float32Array | null;
}

/** Two paths on the same row stay together as long as they want the same slot. */
export function slotKey(slot: Slot): string {
  return slot.kind === 'token' ? `${slot.token} ${slot.change.key}` : slot.change.key;
}

/** A way through the slots of one variant: thoughts, EOT, then answer tokens. */
abstract class Path {
  /** Slots behind this path, counted from BOT's successor. */
  protected slots = 0;

  constructor(
    protected readonly variant: VariantPlan,
    private readonly eot: number,
  ) {}

  /** The token that follows `answered` answer tokens, or null at the path's end. */
  protected abstract tokenAfter(answered: number): number | null;

  /** The next slot, or null when the path has ended. */
  slot(): Slot | null {
    const { thoughts, thoughtChanges, eotChange, answerChange } = this.variant;
    if (this.slots < thoughts) {
      const change = thoughtChanges[this.slots] ?? UNCHANGED;
      return { kind: 'thought', thought: this.slots + 1, change };
    }
    const answerToken = this.slots - thoughts;
    const token = answerToken === 0 ? this.eot : this.tokenAfter(answerToken);
    const change = answerToken === 0 ? eotChange : answerChange;
    return token === null ? null : { kind: 'token', token, answerToken, change };
  }
}

/** The greedy answer. */
export class AnswerPath extends Path {
  readonly tokens: number[] = [];
  finish: 'eos' | 'limit' | null = null;

  constructor(
    variant: VariantPlan,
    eot: number,
    private readonly eos: number,
  ) {
    super(variant, eot);
  }

  protected tokenAfter(answered: number): number | null {
    return this.finish ? null : (this.tokens[answered - 1] ?? null);
  }

  accept(slot: Slot, output: SlotOutput): void {
    this.slots++;
    if (slot.kind === 'thought') return;
    this.tokens.push(output.next);
    if (output.next === this.eos) this.finish = 'eos';
    else if (this.tokens.length === this.variant.maxNewTokens) this.finish = 'limit';
  }
}

/** The gold answer, forced: what probability does the model give it? */
export class ScorePath extends Path {
  readonly goldTokenLogProbs: number[] = [];
  margin = Number.NaN;
  /** Logits at the number token. [V + 2] */
  numberLogits: Float32Array | null = null;

  constructor(
    variant: VariantPlan,
    eot: number,
    private readonly forced: ForcedAnswer,
  ) {
    super(variant, eot);
  }

  get finished(): boolean {
    return this.goldTokenLogProbs.length === this.forced.tokens.length - this.forced.goldFrom;
  }

  protected tokenAfter(answered: number): number | null {
    return this.finished ? null : (this.forced.tokens[answered - 1] ?? null);
  }

  /** Whether the output of this slot predicts a gold token. */
  wantsLogits(slot: Slot): boolean {
    return slot.kind === 'token' && slot.answerToken >= this.forced.goldFrom;
  }

  accept(slot: Slot, output: SlotOutput): void {
    this.slots++;
    if (slot.kind === 'thought' || !this.wantsLogits(slot) || !output.logits) return;
    const gold = this.forced.tokens[slot.answerToken] as number;
    this.goldTokenLogProbs.push((output.logits[gold] as number) - logSumExp(output.logits));
    if (slot.answerToken === this.forced.numberAt) {
      this.margin = marginOf(output.logits, gold);
      this.numberLogits = output.logits.slice();
    }
  }

  /** KL(clean || this) at the number token, in nats. */
  divergenceFrom(clean: ScorePath): number {
    if (!clean.numberLogits || !this.numberLogits) return Number.NaN;
    return clean === this ? 0 : kullbackLeibler(clean.numberLogits, this.numberLogits);
  }
}
