import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Milliseconds that a file is not touched before its writer may be taken for dead: it may run on another machine. */
const ABANDONED_AFTER = 60_000;

/**
 * Makes a file of the cache unless it is there and complete. It appears whole or not at all: it is written under
 * another name and renamed into place. Processes that make it at the same time each write their own and rename it;
 * all of them have the same bytes. What killed processes left behind is removed.
 */
export async function cachedFile(
  target: string,
  isComplete: (path: string) => Promise<boolean>,
  write: (path: string) => Promise<void>,
): Promise<string> {
  const folder = dirname(target);
  await removeAbandoned(folder);
  if (await isComplete(target)) return target;
  await mkdir(folder, { recursive: true });
  const unfinished = join(folder, `${process.pid}.${randomUUID()}.unfinished`);
  try {
    await write(unfinished);
    await rename(unfinished, target).catch(async (error: unknown) => {
      // Windows does not replace a file that another process has just put there and opened.
      if (!(await isComplete(target))) throw error;
    });
  } finally {
    await rm(unfinished, { force: true });
  }
  return target;
}

async function removeAbandoned(folder: string): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    const [, pid] = /^(\d+)\..*\.unfinished$/.exec(name) ?? [];
    if (pid === undefined || isAlive(Number(pid))) continue;
    const path = join(folder, name);
    const touched = await stat(path).then(
      ({ mtimeMs }) => mtimeMs,
      // Another process has just finished with it.
      () => Infinity,
    );
    if (Date.now() - touched > ABANDONED_AFTER) await rm(path, { force: true });
  }
}

/** Whether a process of this machine has this id. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Somebody else's process is one too.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
