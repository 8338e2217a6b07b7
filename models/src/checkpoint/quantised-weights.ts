import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { ModelError } from '../errors.js';
import { quantisedParts, quantisedTensors } from '../quantisation/quantised-tensor.js';
import { readSafetensorsHeader } from '../weights/safetensors-header.js';
import { writeSafetensors, type TensorToWrite } from '../weights/safetensors-writer.js';
import { showShape, type Tensor } from '../weights/stored-tensor.js';
import {
  matrixSizes,
  type PlacedWeights,
  type QuantisedWeight,
  type WeightLocation,
} from '../weights/weight-location.js';
import { cachedFile } from './cached-file.js';
import { precisionFingerprint } from './fingerprint.js';
import { mergedValues, type MergeOptions } from './merged-weights.js';
import type { PlannedTensor, TensorPlan } from './tensor-plan.js';
import { transposed } from './transposed.js';
import { checkTiedCopy } from './weights-check.js';
import type { WeightsSource } from './weights-source.js';

type Format = 'F32' | 'U8';
const formats = { F32: 4, U8: 1 } as const;

/**
 * The model's weights with the decoder's linear layers and the head in 8 bits. They are made on first use from the
 * stored weights, tensor by tensor, as `int8.safetensors` in the cache, under the fingerprint of the quantised model.
 *
 * What is small or read row by row stays float32: the embedding (of a tied pair only the head is quantised, which
 * saves 1.6 GB of LLaMA-3.2-1B's), norms, biases and the projection, whose output is fed back into the network at
 * every thought.
 * @throws ModelError BAD_VALUES; the signal's reason when aborted
 */
export async function quantisedWeights(
  file: WeightsSource,
  plan: TensorPlan,
  options: MergeOptions,
): Promise<PlacedWeights> {
  const { cacheDir, fingerprint, signal } = options;
  const tensors = tensorsToWrite(file, plan, options);
  const path = await cachedFile(
    join(cacheDir, 'checkpoints', precisionFingerprint(fingerprint, 'int8'), 'int8.safetensors'),
    async (made) => holds(await tensorsIn(made), tensors),
    async (unfinished) => {
      await checkTiedCopy(file, plan, signal);
      const metadata = { precision: 'int8', approximate: 'true', source: fingerprint };
      await writeSafetensors(unfinished, tensors, metadata, { aligned: true, signal });
    },
  );
  const found = await tensorsIn(path);
  const at = (name: string): WeightLocation => {
    const { offset, byteLength, shape } = found?.get(name) ?? missing(path, name);
    return { file: path, offset, byteLength, shape };
  };
  const matrices = plan.tensors.flatMap((tensor) => matricesOf(tensor, plan));
  const quantised = matrices.map(({ name, outputs, inputs }): [string, QuantisedWeight] => {
    const parts = quantisedParts({ name, outputs, inputs });
    return [name, { outputs, inputs, bytes: at(parts.bytes.name), scales: at(parts.scales.name) }];
  });
  const rest = plan.tensors.filter(({ layout }) => layout === null);
  return {
    weights: new Map(rest.map(({ name }) => [name, at(name)])),
    quantised: new Map(quantised),
  };
}

function tensorsToWrite(file: WeightsSource, plan: TensorPlan, options: MergeOptions): TensorToWrite[] {
  return plan.tensors.flatMap((tensor) => {
    const values = () => mergedValues(file, tensor, options);
    const quantised = matricesOf(tensor, plan).flatMap(({ name, outputs, inputs, turned }) =>
      quantisedTensors({ name, outputs, inputs, values: turned ? () => turn(values(), outputs) : values }),
    );
    if (tensor.layout !== null) return quantised;
    return [{ name: tensor.name, dtype: 'F32' as const, shape: tensor.shape, values }, ...quantised];
  });
}

/** The matrices that are quantised of a tensor: itself, or the head that is tied to it. */
function matricesOf({ name, shape, layout }: PlannedTensor, { tiedHead }: TensorPlan) {
  if (layout) return [{ name, ...matrixSizes(shape, layout), turned: layout === 'in-out' }];
  if (name !== tiedHead) return [];
  return [{ name: 'lm_head.weight', ...matrixSizes(shape, 'out-in'), turned: false }];
}

/** A matrix of `width` columns, turned over. It is held in memory whole: a layer's is some megabytes. */
async function* turn(pieces: AsyncIterable<Float32Array>, width: number): AsyncGenerator<Float32Array> {
  const all: Float32Array[] = [];
  for await (const piece of pieces) all.push(piece);
  const whole = new Float32Array(all.reduce((sum, { length }) => sum + length, 0));
  let filled = 0;
  for (const piece of all) {
    whole.set(piece, filled);
    filled += piece.length;
  }
  yield transposed(whole, width);
}

/** The table of a file; null if there is none, or one that was cut off. */
async function tensorsIn(path: string): Promise<Map<string, Tensor<Format>> | null> {
  const handle = await open(path, 'r').catch(() => null);
  if (!handle) return null;
  try {
    const tensors = await readSafetensorsHeader(path, handle, formats);
    return new Map(tensors.map((tensor) => [tensor.name, tensor]));
  } catch (error) {
    if (error instanceof ModelError) return null;
    throw error;
  } finally {
    await handle.close();
  }
}

function holds(found: Map<string, Tensor<Format>> | null, wanted: readonly TensorToWrite[]): boolean {
  return wanted.every(({ name, dtype, shape }) => {
    const tensor = found?.get(name);
    return tensor?.dtype === dtype && showShape(tensor.shape) === showShape(shape);
  });
}

function missing(path: string, name: string): never {
  throw new ModelError('BAD_FILE', `${path} holds no tensor ${name}; delete it and try again`);
}
