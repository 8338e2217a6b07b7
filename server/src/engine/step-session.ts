import { InferenceSession, type Tensor } from 'onnxruntime-node';
import type { StepModel } from '@codiscope/models';

/** Tensors by the names of the step graph. */
export type Tensors = Record<string, Tensor>;

/** How a session is opened. */
export interface SessionSettings {
  readonly model: StepModel;
  /** Threads inside one operation. */
  readonly threads: number;
}

/**
 * The one ONNX Runtime session. `run` blocks its thread until the step is done, which is why it lives in a worker.
 */
export class StepSession {
  private constructor(private readonly session: InferenceSession) {}

  static async open({ model, threads }: SessionSettings): Promise<StepSession> {
    const session = await InferenceSession.create(model.bytes, {
      executionProviders: ['cpu'],
      intraOpNumThreads: threads,
      interOpNumThreads: 1,
      executionMode: 'sequential',
      graphOptimizationLevel: 'all',
      extra: {
        session: {
          // Spinning threads would take the cores from everybody else between two steps.
          intra_op: { allow_spinning: '0' },
          // Weights stay in the checkpoint's own file.
          model_external_initializers_file_folder_path: model.weightsFolder,
        },
      },
    });
    return new StepSession(session);
  }

  /** One step. Outputs that are not named in `fetches` are computed or skipped, but never copied. */
  async run(feeds: Tensors, fetches: readonly string[]): Promise<Tensors> {
    return await this.session.run(feeds, fetches);
  }

  async close(): Promise<void> {
    await this.session.release();
  }
}
