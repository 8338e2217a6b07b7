import { join } from 'node:path';
import { ModelError } from '../errors.js';
import { findNotFinite } from '../weights/finite-values.js';
import { writeSafetensors } from '../weights/safetensors-writer.js';
import { showShape } from '../weights/stored-tensor.js';
import { WeightsFile } from '../weights/weights-file.js';
import { cachedFile } from './cached-file.js';
import { mergeLora } from './lora-merge.js';
import type { PlannedTensor, TensorPlan } from './tensor-plan.js';
import { transposed } from './transposed.js';
import { checkTiedCopy } from './weights-check.js';
import type { WeightsSource } from './weights-source.js';

/** What a merged file depends on beside the stored weights. */
export interface MergeOptions {
  cacheDir: string;
  fingerprint: string;
  loraRank: number;
  loraAlpha: number;
  signal?: AbortSignal | undefined;
}

/**
 * The path of a float32 safetensors file with the model's merged weights under their plain names. It is made on
 * first use, tensor by tensor, as `<cacheDir>/checkpoints/<fingerprint>/model.safetensors`.
 * @throws ModelError BAD_VALUES; the signal's reason when aborted
 */
export async function mergedWeights(
  file: WeightsSource,
  plan: TensorPlan,
  options: MergeOptions,
): Promise<string> {
  const { cacheDir, fingerprint, signal } = options;
  const target = join(cacheDir, 'checkpoints', fingerprint, 'model.safetensors');
  return cachedFile(
    target,
    (path) => isComplete(path, plan),
    async (unfinished) => {
      await checkTiedCopy(file, plan, signal);
      const tensors = plan.tensors.map((tensor) => ({
        name: tensor.name,
        dtype: 'F32' as const,
        shape: tensor.shape,
        values: () => mergedValues(file, tensor, options),
      }));
      await writeSafetensors(unfinished, tensors, { format: 'pt', fingerprint }, { aligned: true, signal });
    },
  );
}

/** The values of one tensor of the model, its adapter merged. Throws as `WeightsFile.read` does. */
export async function* mergedValues(
  file: WeightsSource,
  tensor: PlannedTensor,
  options: Pick<MergeOptions, 'loraRank' | 'loraAlpha' | 'signal'>,
): AsyncGenerator<Float32Array> {
  const { adapter, layout, stored } = tensor;
  const { loraRank: rank, loraAlpha, signal } = options;
  if (!adapter) {
    yield* file.chunks(stored, signal);
    return;
  }
  const weight = await file.read(stored, signal);
  const a = await file.read(adapter.a, signal);
  const b = await file.read(adapter.b, signal);
  const merge = { rank, scale: loraAlpha / rank, signal };
  // A weight [in, out] takes (B A)^T = A^T B^T.
  if (layout === 'in-out')
    await mergeLora(weight, transposed(b, rank), transposed(a, a.length / rank), merge);
  else await mergeLora(weight, a, b, merge);
  checkMerged(file, tensor, options, weight);
  yield weight;
}

/** Sound weights and adapters still give infinities if alpha is beyond all measure. */
function checkMerged(
  file: WeightsSource,
  { stored }: PlannedTensor,
  { loraRank, loraAlpha }: Pick<MergeOptions, 'loraRank' | 'loraAlpha'>,
  weight: Float32Array,
): void {
  if (findNotFinite(weight) === undefined) return;
  const fact = `${file.path}: ${stored} is not finite once its adapter is merged`;
  const remedy = 'correct them, or use a checkpoint that trained soundly';
  throw new ModelError(
    'BAD_VALUES',
    `${fact} with lora_alpha ${loraAlpha} and lora_r ${loraRank}; ${remedy}`,
  );
}

/** Whether a merged file is there with all tensors. A cut-off file fails the reader's checks. */
async function isComplete(path: string, plan: TensorPlan): Promise<boolean> {
  try {
    const file = await WeightsFile.open(path);
    await file.close();
    return plan.tensors.every(({ name, shape }) => {
      const found = file.tensors.get(name);
      return found?.dtype === 'F32' && showShape(found.shape) === showShape(shape);
    });
  } catch (error) {
    if (error instanceof ModelError) return false;
    throw error;
  }
}
