import { basename, dirname } from 'node:path';

import type { Checkpoint } from '../checkpoint/checkpoint.js';
import { ModelError } from '../errors.js';
import { encodeModel, type Graph } from './onnx-message.js';
import { buildDirectionGraph } from './readouts/direction-graph.js';
import { buildLensGraph } from './readouts/lens-graph.js';
import { buildSlotEffectGraph } from './readouts/slot-effect-graph.js';
import { buildValueNormGraph } from './readouts/value-norm-graph.js';
import { buildStepGraph } from './step-graph.js';

/** A graph ready for ONNX Runtime. */
export interface OnnxModel {
  /** The ONNX model, without weights. */
  readonly bytes: Uint8Array;
  /** The folder in which the runtime finds the weights' file that `bytes` refers to. */
  readonly weightsFolder: string;
}

/** The graphs of a checkpoint. */
export interface RunnableModels {
  /** The network: see `stepInput`. */
  readonly step: OnnxModel;
  /** See `lensPort`. */
  readonly lens: OnnxModel;
  /** See `directionPort`. */
  readonly direction: OnnxModel;
  /** By layer; see `valueNormPort`. */
  readonly valueNorm: readonly OnnxModel[];
  /** By layer; see `slotEffectPort`. */
  readonly slotEffect: readonly OnnxModel[];
  /** Slots that a sequence may have. */
  readonly positions: number;
}

/** The rotary tables are part of the graph; a question of more slots than this is refused by the server. */
const MOST_POSITIONS = 4096;

/**
 * The graphs of a checkpoint. They hold no weights: those stay in the checkpoint's own file and are mapped from
 * there, so that building them takes milliseconds and nothing needs to be kept on disk.
 */
export function buildModels(checkpoint: Checkpoint): RunnableModels {
  const { architecture, projection, weights, quantised } = checkpoint;
  const positions = Math.min(architecture.maxPositions, MOST_POSITIONS);
  const file = weights.values().next().value?.file;
  if (!file)
    throw new ModelError('BAD_FILE', `${checkpoint.directory} has no tensors; use another checkpoint`);
  const source = { architecture, weights, quantised, location: basename(file) };
  const model = (graph: Graph): OnnxModel => ({
    bytes: encodeModel(graph, 'codiscope'),
    weightsFolder: dirname(file),
  });
  const ofLayers = (build: typeof buildValueNormGraph): OnnxModel[] =>
    Array.from({ length: architecture.layers }, (_, layer) => model(build(source, layer)));
  return {
    step: model(buildStepGraph({ ...source, projection, positions })),
    lens: model(buildLensGraph(source)),
    direction: model(buildDirectionGraph(source)),
    valueNorm: ofLayers(buildValueNormGraph),
    slotEffect: ofLayers(buildSlotEffectGraph),
    positions,
  };
}
