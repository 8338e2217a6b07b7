import { randomUUID } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';

import { AnalysisError } from '../words/errors.js';
import { writeError } from './atomic-write.js';

/** How long a lock may be without content: its maker writes it at once, unless it was killed right there. */
const EMPTY_LOCK_MS = 1000;
/** How long a new lock has to last: somebody else may have been about to remove the stale one before it. */
const SETTLE_MS = 50;
/** Often enough to get past stale locks, and to give up when others keep making new ones. */
const ATTEMPTS = 5;

const lockSchema = z.object({
  pid: z.number().int().positive(),
  /** As `processStart` gives it. */
  start: z.string().nullable(),
  host: z.string(),
  token: z.string(),
});

type LockContent = z.infer<typeof lockSchema>;

/** Gives the folder back. */
export type Unlock = () => Promise<void>;

/** Where Linux keeps a process's state and start time in `/proc/<pid>/stat`, counted after its name. */
const STATE_FIELD = 0;
const START_FIELD = 19;

async function statFields(pid: number): Promise<string[] | null> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
  // The name stands in brackets and may hold spaces and brackets itself.
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ') ?? null;
}

/**
 * When a process started, as a text that no later process with the same number has; null where the system does not
 * tell (it is read from Linux's /proc).
 */
export async function processStart(pid: number): Promise<string | null> {
  const start = (await statFields(pid))?.[START_FIELD];
  const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => '');
  return start === undefined ? null : `${boot.trim()} ${start}`;
}

/** Whether the process with this number and start still runs; without a start, whether one with the number does. */
async function isRunning(pid: number, start: string | null): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it runs, for another user.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
  // A killed process that its parent has not yet asked about answers signals too.
  if ((await statFields(pid))?.[STATE_FIELD] === 'Z') return false;
  return start === null || start === (await processStart(pid));
}

async function readLock(path: string): Promise<LockContent | null> {
  const text = await readFile(path, 'utf8').catch(() => '');
  try {
    return lockSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

function held(path: string, { pid, host }: LockContent): AnalysisError {
  const where = host === hostname() ? '' : ` on ${host}`;
  return new AnalysisError(
    'BAD_RUN_FOLDER',
    `Process ${pid}${where} is writing to this run folder; wait for it, or delete ${path} if it is gone.`,
  );
}

/** Refuses a lock whose holder lives; returns when it is stale. A holder on another machine counts as living. */
async function refuseHeld(path: string): Promise<void> {
  let content = await readLock(path);
  if (content === null) {
    await delay(EMPTY_LOCK_MS);
    content = await readLock(path);
  }
  if (content === null) return;
  if (content.host !== hostname() || (await isRunning(content.pid, content.start))) throw held(path, content);
}

/**
 * Takes a run folder for this process alone. The lock of a process that is gone is taken over.
 *
 * @throws AnalysisError `BAD_RUN_FOLDER` when another process has it, `UNWRITABLE`.
 */
export async function lockFolder(path: string): Promise<Unlock> {
  const token = randomUUID();
  const content: LockContent = {
    pid: process.pid,
    start: await processStart(process.pid),
    host: hostname(),
    token,
  };
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    try {
      await writeFile(path, JSON.stringify(content), { flag: 'wx' });
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST'))
        throw writeError(path, error);
      await refuseHeld(path);
      await rm(path, { force: true });
      continue;
    }
    await delay(SETTLE_MS);
    if ((await readLock(path))?.token !== token) continue;
    return async () => {
      if ((await readLock(path))?.token === token) await rm(path, { force: true });
    };
  }
  throw new AnalysisError('BAD_RUN_FOLDER', `Other processes keep taking ${path}; stop them and try again.`);
}
