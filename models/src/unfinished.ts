import { randomUUID } from 'node:crypto';
import { readdir, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';

/** No dots but those between the parts. */
const host = encodeURIComponent(hostname()).replaceAll('.', '%2E');

/**
 * A new name for a file or folder under work, which is renamed when it is whole. It says which process works on it,
 * and begins with a dot: lists pass it over.
 */
export function unfinishedName(): string {
  return `.unfinished.${process.pid}.${host}.${randomUUID()}`;
}

/** Removes what processes of this machine left in a folder when they were killed. */
export async function removeAbandoned(folder: string): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    const [, pid, at] = /^\.unfinished\.(\d+)\.([^.]+)\.[^.]+$/.exec(name) ?? [];
    if (pid === undefined || at !== host || isRunning(Number(pid))) continue;
    await rm(join(folder, name), { recursive: true, force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it runs, for another user.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
