import type { PlacedWeights, WeightLocation } from '../weights/weight-location.js';
import type { Precision } from '../precision.js';
import { WeightsFile } from '../weights/weights-file.js';
import { mergedWeights } from './merged-weights.js';
import type { MergeOptions } from './merged-weights.js';
import { quantisedWeights } from './quantised-weights.js';
import type { PlannedTensor, TensorPlan } from './tensor-plan.js';
import { checkValues } from './weights-check.js';
import type { WeightsSource } from './weights-source.js';

/**
 * Where every tensor of the model stands: in fp32 the checkpoint's own file if nothing has to be merged or
 * converted, else a merged file in the cache; in int8 a quantised one. Values are checked once before they are used.
 * @throws ModelError BAD_VALUES; the signal's reason when aborted
 */
export async function placeWeights(
  source: WeightsSource,
  plan: TensorPlan,
  precision: Precision,
  options: MergeOptions,
): Promise<PlacedWeights> {
  if (precision === 'int8') return quantisedWeights(source, plan, options);
  const file = source.single;
  if (file && plan.tensors.every((tensor) => isUsableInPlace(file, tensor))) {
    await checkValues(source, plan, options.signal);
    return { weights: locations(file, plan, ({ stored }) => stored), quantised: new Map() };
  }
  const merged = await WeightsFile.open(await mergedWeights(source, plan, options));
  await merged.close();
  return { weights: locations(merged, plan, ({ name }) => name), quantised: new Map() };
}

/** Runtimes map weights into memory as float32, so they must begin at a multiple of 4 bytes. */
function isUsableInPlace(file: WeightsFile, { stored, adapter }: PlannedTensor): boolean {
  const found = file.tensors.get(stored);
  return !adapter && found?.dtype === 'F32' && found.offset % 4 === 0;
}

function locations(
  file: WeightsFile,
  plan: TensorPlan,
  nameIn: (tensor: PlannedTensor) => string,
): Map<string, WeightLocation> {
  return new Map(
    plan.tensors.map((tensor) => {
      const { offset, byteLength } = file.tensor(nameIn(tensor));
      return [tensor.name, { file: file.path, offset, byteLength, shape: tensor.shape }];
    }),
  );
}
