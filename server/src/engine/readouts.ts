import {
  directionPort,
  lensPort,
  slotEffectPort,
  valueNormPort,
  type RunnableModels,
} from '@codiscope/models';

import { entryAt } from '@codiscope/models/required';
import type { TokenLogProb } from './distribution.js';
import { OnnxSession } from './onnx-session.js';
import { float32, floatsIn, int64, integersIn } from './tensors.js';

/** The sizes that readouts need. */
export interface ReadoutShape {
  readonly kvHeads: number;
  readonly headDim: number;
  readonly hiddenSize: number;
  /** Extent of a row of logits. */
  readonly logits: number;
}

/**
 * What is read off vectors that steps gave, each through a matrix or two of the model. Every readout takes the vectors
 * of one variant at a time, so that its bits depend on nothing else. Sessions are opened when they are first needed;
 * they map the weights and copy none.
 */
export class Readouts {
  private readonly sessions = new Map<string, Promise<OnnxSession>>();

  constructor(
    private readonly models: Omit<RunnableModels, 'step'>,
    private readonly shape: ReadoutShape,
    private readonly threads: number,
  ) {}

  /** The `top` most likely tokens of each vector of the residual stream, read through the final norm and the head. */
  async lens(vectors: readonly Float32Array[], top: number): Promise<TokenLogProb[][]> {
    const { hiddenSize } = this.shape;
    const states = new Float32Array(vectors.length * hiddenSize);
    vectors.forEach((vector, index) => {
      states.set(vector, index * hiddenSize);
    });
    const session = await this.session('lens', this.models.lens);
    const outputs = await session.run(
      {
        [lensPort.state]: float32(states, [vectors.length, hiddenSize]),
        [lensPort.top]: int64([Math.min(top, this.shape.logits)], [1]),
      },
      [lensPort.token, lensPort.logProb],
    );
    const tokens = integersIn(outputs, lensPort.token);
    const logProbs = floatsIn(outputs, lensPort.logProb);
    const found = tokens.length / vectors.length;
    return vectors.map((_, row) =>
      Array.from({ length: found }, (_, rank) => ({
        token: Number(entryAt(tokens, row * found + rank, 'a likely token')),
        logProb: entryAt(logProbs, row * found + rank, 'the log-probability of a likely token'),
      })),
    );
  }

  /** |v W_O| of each query head and slot. values [KV, keys, hd] -> [H, keys] */
  async valueNorms(layer: number, values: Float32Array, keys: number): Promise<Float32Array> {
    const { kvHeads, headDim } = this.shape;
    const session = await this.session(`value norms ${layer}`, this.models.valueNorm[layer]);
    const outputs = await session.run({ [valueNormPort.value]: float32(values, [kvHeads, keys, headDim]) }, [
      valueNormPort.norm,
    ]);
    return floatsIn(outputs, valueNormPort.norm);
  }

  /**
   * The directions along which parts of a slot's residual stream bring logits to tokens, and what biases and the
   * learned position bring. state [hidden size] -> directions [tokens, hidden size]
   */
  async logitDirections(
    state: Float32Array,
    position: number,
    tokens: readonly number[],
  ): Promise<{ directions: Float32Array; bias: Float32Array; learned: Float32Array }> {
    const session = await this.session('direction', this.models.direction);
    const outputs = await session.run(
      {
        [directionPort.state]: float32(state, [1, state.length]),
        [directionPort.position]: int64([position], [1]),
        [directionPort.token]: int64(tokens, [tokens.length]),
      },
      [directionPort.direction, directionPort.bias, directionPort.learned],
    );
    return {
      directions: floatsIn(outputs, directionPort.direction),
      bias: floatsIn(outputs, directionPort.bias),
      learned: floatsIn(outputs, directionPort.learned),
    };
  }

  /** (v W_O) . direction of each query head and slot. values [KV, keys, hd] -> [directions, H, keys] */
  async slotEffects(
    layer: number,
    values: Float32Array,
    keys: number,
    directions: Float32Array,
  ): Promise<Float32Array> {
    const { kvHeads, headDim, hiddenSize } = this.shape;
    const session = await this.session(`slot effects ${layer}`, this.models.slotEffect[layer]);
    const outputs = await session.run(
      {
        [slotEffectPort.value]: float32(values, [kvHeads, keys, headDim]),
        [slotEffectPort.direction]: float32(directions, [directions.length / hiddenSize, hiddenSize]),
      },
      [slotEffectPort.effect],
    );
    return floatsIn(outputs, slotEffectPort.effect);
  }

  async close(): Promise<void> {
    for (const session of this.sessions.values()) await (await session).close();
    this.sessions.clear();
  }

  private session(name: string, model: RunnableModels['lens'] | undefined): Promise<OnnxSession> {
    if (!model) throw new Error(`there is no model for ${name}`);
    let session = this.sessions.get(name);
    if (!session) {
      session = OnnxSession.open({ model, threads: this.threads, prepack: false });
      this.sessions.set(name, session);
    }
    return session;
  }
}
