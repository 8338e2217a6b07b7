import { basename, dirname } from 'node:path';

import type { Checkpoint } from '../checkpoint/checkpoint.js';
import { ModelError } from '../errors.js';
import { encodeModel } from './onnx-message.js';
import { buildStepGraph } from './step-graph.js';

/** A step graph ready for ONNX Runtime. */
export interface StepModel {
  /** The ONNX model, without weights. */
  readonly bytes: Uint8Array;
  /** The folder in which the runtime finds the weights' file that `bytes` refers to. */
  readonly weightsFolder: string;
  /** Slots that a sequence may have. */
  readonly positions: number;
}

/** The rotary tables are part of the graph; a question of more slots than this is refused by the server. */
const MOST_POSITIONS = 4096;

/**
 * The step graph of a checkpoint. It holds no weights: they stay in the checkpoint's own file and are mapped
 * from there, so that building it takes milliseconds and nothing needs to be kept on disk.
 */
export function buildStepModel(checkpoint: Checkpoint): StepModel {
  const { architecture, projection, weights, quantised } = checkpoint;
  const positions = Math.min(architecture.maxPositions, MOST_POSITIONS);
  const file = weights.values().next().value?.file;
  if (!file)
    throw new ModelError('BAD_FILE', `${checkpoint.directory} has no tensors; use another checkpoint`);
  const graph = buildStepGraph({
    architecture,
    projection,
    weights,
    quantised,
    location: basename(file),
    positions,
  });
  return { bytes: encodeModel(graph, 'codiscope'), weightsFolder: dirname(file), positions };
}
