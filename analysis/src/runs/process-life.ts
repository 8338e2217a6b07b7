import { readFile } from 'node:fs/promises';

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
export async function isRunning(pid: number, start: string | null): Promise<boolean> {
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
