import { ModelError } from '../errors.js';
import type { TensorPlan } from './tensor-plan.js';
import type { WeightsSource } from './weights-source.js';

/**
 * Reads all values of a plan once: NaN and infinities are refused, and so is a tied head that is not the embedding.
 * @throws ModelError BAD_VALUES, with the tensor's name
 */
export async function checkValues(
  file: WeightsSource,
  plan: TensorPlan,
  signal?: AbortSignal,
): Promise<void> {
  for (const { stored } of plan.tensors) await file.check(stored, signal);
  await checkTiedCopy(file, plan, signal);
}

/** Some checkpoints store the head beside the embedding that it is tied to; both must hold the same values. */
export async function checkTiedCopy(
  file: WeightsSource,
  plan: TensorPlan,
  signal?: AbortSignal,
): Promise<void> {
  const { embedding } = plan;
  if (plan.tiedCopy === undefined) return;
  const copies = file.chunks(plan.tiedCopy, signal);
  for await (const originals of file.chunks(embedding, signal)) {
    const copy = (await copies.next()).value as Float32Array | undefined;
    if (copy && originals.every((value, at) => value === copy[at])) continue;
    const fact = `${file.path}: ${plan.tiedCopy} differs from ${embedding}, though config.json ties them`;
    throw new ModelError('BAD_VALUES', `${fact}; set tie_word_embeddings to false or fetch the file again`);
  }
}
