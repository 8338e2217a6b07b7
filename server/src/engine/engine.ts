import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';

import { buildModels, type Checkpoint } from '@codiscope/models';

import { ServerError } from '../errors.js';
// For this thread's sake; see there.
import './onnx-runtime.js';
import type { Command, Report, WorkerSettings } from './messages.js';
import { modelShape, type ModelShape } from './model-shape.js';
import type { RolloutPlan } from './rollout-plan.js';
import type { BatchLimits } from './scheduler.js';
import type { VariantOutcome } from './variant-outcome.js';

/** How the engine uses the machine. */
export interface EngineOptions {
  /** Threads inside one operation; results do not depend on it. Default: 1 for small models, else all cores. */
  readonly threads?: number;
  /** Default: as many rows as `rowsThatFit` allows. */
  readonly limits?: Partial<BatchLimits>;
}

/** A finished variant and the time it took, milliseconds. */
export interface FinishedVariant {
  readonly variant: string;
  readonly outcome: VariantOutcome;
  readonly queuedMs: number;
  readonly computedMs: number;
}

interface Job {
  readonly onFinished: (finished: FinishedVariant) => void;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
  readonly submitted: number;
  started: number;
}

/** A model below this many parameters gains nothing from a second thread. */
const SMALL_MODEL = 50_000_000;

/** Memory that the rows of a batch may take, bytes. */
const BATCH_MEMORY = 1 << 30;

/** Rows whose keys, values and widest activations fit into the batch memory; at most 256. */
function rowsThatFit({ architecture }: Checkpoint): number {
  const { layers, kvHeads, headDim, intermediateSize, embeddingRows } = architecture;
  const slots = 40;
  // A suffix is there three times (fed, computed, copied out); the MLP's inner activations; logits. float32.
  const row = 4 * (3 * 2 * layers * kvHeads * headDim * slots + 3 * intermediateSize + 2 * embeddingRows);
  return Math.max(8, Math.min(256, Math.floor(BATCH_MEMORY / row)));
}

/**
 * The engine as the server's thread sees it: plans go in, outcomes come out as they are finished. All computing
 * happens in one worker thread, so the event loop stays free.
 */
export class Engine {
  private readonly jobs = new Map<number, Job>();
  private nextJob = 1;
  private gone: Error | null = null;
  private stopping: Promise<void> | null = null;
  /** Called once if the engine's thread ends without having been stopped. */
  onLost: ((error: Error) => void) | null = null;

  private constructor(
    private readonly worker: Worker,
    /** The numbers of the model. */
    readonly model: ModelShape,
    /** Slots that a sequence may have. */
    readonly positions: number,
  ) {
    worker.on('message', (report: Report) => {
      this.receive(report);
    });
    worker.on('error', (error) => {
      this.lose(
        new ServerError(
          'INTERNAL',
          'ENGINE_LOST',
          `the engine's thread failed: ${error.message}; restart the server`,
          { cause: error },
        ),
      );
    });
    worker.on('exit', () => {
      this.lose(engineStopped());
    });
  }

  /** Opens the model; when it cannot, ends the thread and rejects with the reason: a `ServerError`. */
  static async start(checkpoint: Checkpoint, options: EngineOptions = {}): Promise<Engine> {
    const models = buildModels(checkpoint);
    const cores = availableParallelism();
    const workerData: WorkerSettings = {
      models,
      model: modelShape(checkpoint),
      threads: options.threads ?? (checkpoint.parameters < SMALL_MODEL ? 1 : cores),
      limits: { rows: rowsThatFit(checkpoint), prefixSlots: 4096, cohorts: 2, ...options.limits },
    };
    const worker = new Worker(new URL('./worker.js', import.meta.url), { workerData });
    try {
      await opened(worker);
      return new Engine(worker, workerData.model, models.positions);
    } catch (error) {
      await worker.terminate();
      throw error;
    }
  }

  /** Questions waiting or under way. */
  get load(): number {
    return this.jobs.size;
  }

  /**
   * Runs a plan. `onFinished` is called once for each reported variant, in the order in which they finish. When the
   * signal aborts, the plan leaves the batch before the next step and the promise rejects with the signal's reason.
   */
  async run(
    plan: RolloutPlan,
    onFinished: (finished: FinishedVariant) => void,
    signal?: AbortSignal,
  ): Promise<void> {
    signal?.throwIfAborted();
    if (this.gone) throw this.gone;
    if (this.stopping) throw engineStopped();
    const job = this.nextJob++;
    let onAbort: (() => void) | undefined;
    try {
      await new Promise<void>((resolve, reject) => {
        const submitted = performance.now();
        this.jobs.set(job, { onFinished, resolve, reject, submitted, started: submitted });
        onAbort = () => {
          this.send({ kind: 'cancel', job });
          reject(signal?.reason instanceof Error ? signal.reason : new Error('aborted'));
        };
        signal?.addEventListener('abort', onAbort, { once: true });
        this.send({ kind: 'submit', job, plan });
      });
    } finally {
      this.jobs.delete(job);
      if (onAbort) signal?.removeEventListener('abort', onAbort);
    }
  }

  /** Finishes the step under way, drops the rest and frees the model. */
  stop(): Promise<void> {
    this.stopping ??= new Promise<void>((resolve) => {
      if (this.gone) {
        resolve();
        return;
      }
      this.worker.once('exit', () => {
        resolve();
      });
      this.send({ kind: 'stop' });
    });
    return this.stopping;
  }

  private send(command: Command): void {
    this.worker.postMessage(command);
  }

  private receive(report: Report): void {
    if (report.kind === 'ready' || report.kind === 'broken') return;
    const job = this.jobs.get(report.job);
    if (!job) return;
    if (report.kind === 'started') job.started = performance.now();
    else if (report.kind === 'ended') job.resolve();
    else if (report.kind === 'failed') {
      job.reject(
        new ServerError(
          'INTERNAL',
          'STEP_FAILED',
          `a step of the network failed: ${report.message}; try fewer variants at once`,
        ),
      );
    } else {
      try {
        job.onFinished({
          variant: report.variant,
          outcome: report.outcome,
          queuedMs: job.started - job.submitted,
          computedMs: performance.now() - job.started,
        });
      } catch (error) {
        // A result that cannot be told ends its own job, not the process.
        this.send({ kind: 'cancel', job: report.job });
        job.reject(error instanceof Error ? error : new Error(String(error)));
      }
    }
  }

  private lose(error: Error): void {
    if (!this.gone && !this.stopping) this.onLost?.(error);
    this.gone ??= error;
    for (const job of this.jobs.values()) job.reject(error);
    this.jobs.clear();
  }
}

/** Waits until the worker has opened the model; rejects when it cannot, or when the thread dies before it could say so. */
function opened(worker: Worker): Promise<void> {
  return new Promise((resolve, reject) => {
    worker.once('message', (report: Report) => {
      if (report.kind !== 'broken') {
        resolve();
        return;
      }
      const message = `the model cannot be run: ${report.message}; check it with \`codi model check\``;
      reject(new ServerError('FAILED_PRECONDITION', 'MODEL_NOT_RUNNABLE', message));
    });
    worker.once('error', (error) => {
      reject(notStarted(error.message, error));
    });
    worker.once('exit', (code) => {
      reject(notStarted(`it ended with code ${code}`));
    });
  });
}

function notStarted(why: string, cause?: Error): ServerError {
  const remedy = 'free memory, or install codiscope again (`npm ci`) if one of its files is missing';
  return new ServerError(
    'INTERNAL',
    'ENGINE_NOT_STARTED',
    `the engine's thread did not start: ${why}; ${remedy}`,
    { cause },
  );
}

function engineStopped(): ServerError {
  return new ServerError('UNAVAILABLE', 'ENGINE_STOPPED', 'the engine has stopped; restart the server');
}
