import type { OnnxModel } from '@codiscope/models';

import { InferenceSession } from './onnx-runtime.js';
import type { Tensors } from './tensors.js';

/** How a session is opened. */
export interface SessionSettings {
  readonly model: OnnxModel;
  /** Threads inside one operation. */
  readonly threads: number;
  /**
   * Whether weights are packed for the kernels when the session is opened: faster, and what makes results independent
   * of the batch, but packed weights are a copy in memory.
   */
  readonly prepack: boolean;
}

/**
 * An ONNX Runtime session. `run` blocks its thread until it is done, which is why sessions live in a worker.
 */
export class OnnxSession {
  private constructor(private readonly session: InferenceSession) {}

  static async open({ model, threads, prepack }: SessionSettings): Promise<OnnxSession> {
    const session = await InferenceSession.create(model.bytes, {
      executionProviders: ['cpu'],
      intraOpNumThreads: threads,
      interOpNumThreads: 1,
      executionMode: 'sequential',
      // Folding constants would copy transposed weights.
      graphOptimizationLevel: prepack ? 'all' : 'disabled',
      extra: {
        session: {
          // Spinning threads would take the cores from everybody else between two steps.
          intra_op: { allow_spinning: '0' },
          disable_prepacking: prepack ? '0' : '1',
          // Weights stay in the checkpoint's own file.
          model_external_initializers_file_folder_path: model.weightsFolder,
        },
      },
    });
    return new OnnxSession(session);
  }

  /** Outputs that are not named in `fetches` are computed or skipped, but never copied. */
  async run(feeds: Tensors, fetches: readonly string[]): Promise<Tensors> {
    return await this.session.run(feeds, fetches);
  }

  async close(): Promise<void> {
    await this.session.release();
  }
}
