import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { removeAbandoned, unfinishedName } from '../unfinished.js';

/**
 * Makes a file of the cache, in a folder of its own, unless it is there and complete. It appears whole or not at all:
 * it is written beside its folder and renamed into place. Processes that make it at the same time each write their
 * own and rename it; all of them have the same bytes. What killed processes left behind is removed.
 */
export async function cachedFile(
  target: string,
  isComplete: (path: string) => Promise<boolean>,
  write: (path: string) => Promise<void>,
): Promise<string> {
  if (await isComplete(target)) return target;
  const folder = dirname(target);
  const around = dirname(folder);
  await mkdir(around, { recursive: true });
  await removeAbandoned(around);
  const unfinished = join(around, unfinishedName());
  try {
    await write(unfinished);
    await mkdir(folder, { recursive: true });
    await rename(unfinished, target).catch(async (error: unknown) => {
      // Windows does not replace a file that another process has just put there and opened.
      if (!(await isComplete(target))) throw error;
    });
  } finally {
    await rm(unfinished, { force: true });
  }
  return target;
}
