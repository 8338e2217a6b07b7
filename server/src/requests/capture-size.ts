import type { Checkpoint } from '@codiscope/models';

import type { CapturePlan } from '../engine/captures/capture-plan.js';
import { keyGroups } from '../engine/captures/key-groups.js';

/** Bytes that a token with its piece and probability takes at most. */
const TOKEN_BYTES = 32;
/** Bytes that a measure of a changed vector takes at most, without the two vectors that it is made of. */
const MEASURE_BYTES = 500;

/** Bytes that one variant's captures take at most. `edits`: vectors that it changes. */
export function captureBytes(
  plan: CapturePlan,
  { architecture, settings }: Pick<Checkpoint, 'architecture' | 'settings'>,
  { questionTokens, newTokens, edits }: { questionTokens: number; newTokens: number; edits: number },
): number {
  const { thoughts } = settings;
  const { layers, heads, headDim, hiddenSize, embeddingRows } = architecture;
  const positions = questionTokens + 2 + thoughts + newTokens;
  const groups = keyGroups(thoughts).length;
  let floats = 0;
  if (plan.attention) {
    const wanted = plan.attention;
    const answers = wanted.answer || wanted.number ? newTokens : 0;
    const rows =
      Number(wanted.bot) + (wanted.thoughts ? thoughts : 0) + Number(wanted.eot || wanted.number) + answers;
    const keys = wanted.grouped ? groups : positions;
    const row = wanted.layers.length * (wanted.headMean ? 1 : heads) * keys;
    floats += rows * row * (wanted.valueNorms ? 2 : 1);
  }
  for (const { site, layers: some, slots, norms } of plan.residuals) {
    const { question, bot, thoughts: named, eot, answer } = slots;
    const count = question.length + Number(bot) + named.length + Number(eot) + (answer ? newTokens : 0);
    const width = norms ? 1 : site === 'head' ? heads * headDim : hiddenSize;
    floats += count * Math.max(1, some.length) * width;
  }
  if (plan.logits) floats += newTokens * (embeddingRows - 1);
  if (plan.attribution) floats += 2 * layers * (heads * (plan.attribution.grouped ? groups : positions) + 1);
  const tokens =
    (plan.lens ? thoughts * plan.lens.layers.length * plan.lens.top : 0) + newTokens * plan.nextTokens;
  return 4 * floats + TOKEN_BYTES * tokens + (plan.moved ? (MEASURE_BYTES + 8 * hiddenSize) * edits : 0);
}
