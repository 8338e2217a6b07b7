/** The engine's thread: it owns the session, because a step blocks the thread that runs it. */
import { parentPort, workerData } from 'node:worker_threads';

import type { Command, Report, WorkerSettings } from './messages.js';
import { Readouts } from './readouts.js';
import type { RolloutPlan } from './rollout-plan.js';
import { Scheduler } from './scheduler.js';
import { OnnxSession } from './onnx-session.js';
import { buffersOf } from './variant-outcome.js';

const port = parentPort;
if (!port) throw new Error('this file is the start of a worker thread; start it with `new Worker`');
const settings = workerData as WorkerSettings;
const report = (message: Report, transfer: readonly ArrayBuffer[] = []): void => {
  port.postMessage(message, transfer);
};
const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

try {
  const { models, model, threads, limits } = settings;
  const session = await OnnxSession.open({ model: models.step, threads, prepack: true });
  const readouts = new Readouts(models, model, threads);
  const scheduler = new Scheduler(session, readouts, model, limits, {
    started: (job) => {
      report({ kind: 'started', job });
    },
    finished: (job, variant, outcome) => {
      report({ kind: 'finished', job, variant, outcome }, buffersOf(outcome));
    },
    ended: (job) => {
      report({ kind: 'ended', job });
    },
    failed: (job, error) => {
      report({ kind: 'failed', job, message: messageOf(error) });
    },
  });
  const stop = async (): Promise<void> => {
    // Ending the thread inside a step would abort the whole process, so the session is closed first.
    await scheduler.stop();
    await readouts.close();
    await session.close();
    port.close();
  };
  const submit = (job: number, plan: RolloutPlan): void => {
    try {
      scheduler.submit(job, plan);
    } catch (error) {
      report({ kind: 'failed', job, message: messageOf(error) });
    }
  };
  port.on('message', (command: Command) => {
    if (command.kind === 'submit') submit(command.job, command.plan);
    else if (command.kind === 'cancel') scheduler.cancel(command.job);
    else void stop();
  });
  report({ kind: 'ready' });
} catch (error) {
  report({ kind: 'broken', message: messageOf(error) });
  port.close();
}
