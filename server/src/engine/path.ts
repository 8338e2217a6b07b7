import { entryAt, required } from '@codiscope/models/required';
import { kullbackLeibler, logSumExp, marginOf } from './distribution.js';
import type { ForcedAnswer, SlotChange, VariantPlan } from './rollout-plan.js';

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
  /** The most likely next token; null at thoughts, which predict none. */
  readonly next: number | null;
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
      const change = entryAt(thoughtChanges, this.slots, 'the change of a thought');
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
    return this.finish ? null : entryAt(this.tokens, answered - 1, 'an answer token');
  }

  accept(slot: Slot, output: SlotOutput): void {
    this.slots++;
    if (slot.kind === 'thought') return;
    const next = required(output.next, 'the token behind a slot');
    this.tokens.push(next);
    if (next === this.eos) this.finish = 'eos';
    else if (this.tokens.length === this.variant.maxNewTokens) this.finish = 'limit';
  }
}

/** The gold answer, forced: what probability does the model give it? */
export class ScorePath extends Path {
  readonly goldTokenLogProbs: number[] = [];
  /** What is known once the number token has been predicted: its margin, and the logits there. [V + 2] */
  private number: { readonly margin: number; readonly logits: Float32Array } | null = null;

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
    return this.finished ? null : entryAt(this.forced.tokens, answered - 1, 'a token of the gold answer');
  }

  /** Whether the output of this slot predicts a gold token. */
  wantsLogits(slot: Slot): boolean {
    return slot.kind === 'token' && slot.answerToken >= this.forced.goldFrom;
  }

  accept(slot: Slot, output: SlotOutput): void {
    this.slots++;
    if (slot.kind === 'thought' || !this.wantsLogits(slot)) return;
    const logits = required(output.logits, 'the logits behind a scored slot');
    const gold = entryAt(this.forced.tokens, slot.answerToken, 'a token of the gold answer');
    this.goldTokenLogProbs.push(entryAt(logits, gold, 'the logit of a gold token') - logSumExp(logits));
    if (slot.answerToken === this.forced.numberAt)
      this.number = { margin: marginOf(logits, gold), logits: logits.slice() };
  }

  /** KL(clean || this) at the number token, in nats. */
  divergenceFrom(clean: ScorePath): number {
    return clean === this ? 0 : kullbackLeibler(clean.atNumber.logits, this.atNumber.logits);
  }

  /** The logit of the number token minus the largest of the others. */
  get margin(): number {
    return this.atNumber.margin;
  }

  private get atNumber(): { readonly margin: number; readonly logits: Float32Array } {
    return required(this.number, "the prediction of the gold answer's number");
  }
}
