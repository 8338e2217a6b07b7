/** The engine's thread: it owns the session, because a step blocks the thread that runs it. */
import { parentPort, workerData } from 'node:worker_threads';

import type { Command, Report, WorkerSettings } from './messages.js';
import { Scheduler } from './scheduler.js';
import { StepSession } from './step-session.js';

const port = parentPort;
if (!port) throw new Error('this file is the start of a worker thread; start it with `new Worker`');
const settings = workerData as WorkerSettings;
const report = (message: Report): void => {
  port.postMessage(message);
};
const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

try {
  const session = await StepSession.open({ model: settings.stepModel, threads: settings.threads });
  const scheduler = new Scheduler(session, settings.model, settings.limits, {
    started: (job) => { report({ kind: 'started', job }); },
    finished: (job, variant, outcome) => { report({ kind: 'finished', job, variant, outcome }); },
    ended: (job) => { report({ kind: 'ended', job }); },
    failed: (job, error) => { report({ kind: 'failed', job, message: messageOf(error) }); },
  });
  const stop = async (): Promise<void> => {
    // Ending the thread inside a step would abort the whole process, so the session is closed first.
    while (!scheduler.idle) await new Promise((resolve) => setTimeout(resolve, 5));
    await session.close();
    port.close();
  };
  port.on('message', (command: Command) => {
    if (command.kind === 'submit') scheduler.submit(command.job, command.plan);
    else if (command.kind === 'cancel') scheduler.cancel(command.job);
    else void stop();
  });
  report({ kind: 'ready' });
} catch (error) {
  report({ kind: 'broken', message: messageOf(error) });
  port.close();
}
