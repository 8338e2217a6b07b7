import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** What a process said that opened and then imported a checkpoint, and the most memory that it had. */
export interface Refusal {
  /** The errors, or `accepted`. */
  said: string[];
  peakMiB: number;
}

const child = fileURLToPath(new URL('refusal-child.js', import.meta.url));

/**
 * Opens and imports a checkpoint in a process of its own, whose peak of memory is nobody else's.
 * @param home of the cache (`cache`) and the user's data (`data`)
 */
export async function refusalOf(checkpoint: string, home: string): Promise<Refusal> {
  const { stdout } = await promisify(execFile)(process.execPath, [child, checkpoint, home], {
    timeout: 120_000,
  });
  return JSON.parse(stdout) as Refusal;
}
