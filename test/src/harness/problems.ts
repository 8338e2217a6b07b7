import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { resolveModel } from '@codiscope/models';

/** A held-out problem of the embedded model. */
export interface HeldOutProblem {
  readonly id: string;
  readonly question: string;
  readonly answer: number;
  readonly difficulty: string;
  readonly steps: readonly string[];
}

/** The embedded model's folder. */
export async function miniFolder(): Promise<string> {
  return (await resolveModel('codi-mini')).directory;
}

/** The embedded model's held-out problems, easiest and hardest mixed. */
export async function heldOutProblems(count = Infinity): Promise<HeldOutProblem[]> {
  const lines = readFileSync(`${await miniFolder()}/test.jsonl`, 'utf8')
    .split('\n')
    .filter(Boolean);
  return lines.slice(0, count).map((line) => JSON.parse(line) as HeldOutProblem);
}

/** A file or folder of this package's fixtures. */
export function fixture(path: string): string {
  return fileURLToPath(new URL(`../../fixtures/${path}`, import.meta.url));
}
