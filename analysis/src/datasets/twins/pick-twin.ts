import { createHash } from 'node:crypto';

import type { TwinPair } from './twin-pair.js';

/** The different values, in the order in which they first occur. */
function different(values: readonly number[]): number[] {
  return [...new Set(values)];
}

/** The steps at which one of the twins begins to differ, earliest first. */
export function firstChangedSteps(twins: readonly TwinPair[]): number[] {
  return different(twins.map((pair) => pair.first_changed_step)).sort((a, b) => a - b);
}

/**
 * One of a problem's twins: first the step at which it begins to differ is drawn (unless it is given), then the
 * changed number, then what it is changed to, each with equal chances. Null when there is no such twin.
 *
 * The draws are the first three 32-bit words of the SHA-256 of "codiscope-twin 1\n<seed>\n<problem id>" (UTF-8), so
 * a problem's twin depends neither on the platform nor on the other problems.
 */
export function pickTwin(
  twins: readonly TwinPair[],
  seed: number,
  firstChangedStep?: number,
): TwinPair | null {
  const id = twins[0]?.problem.gsm8k_id ?? '';
  const digest = createHash('sha256').update(`codiscope-twin 1\n${seed}\n${id}`).digest();
  const draw = <T>(items: readonly T[], word: number): T | undefined =>
    items[digest.readUInt32BE(4 * word) % Math.max(1, items.length)];

  const step = firstChangedStep ?? draw(firstChangedSteps(twins), 0);
  const atStep = twins.filter((pair) => pair.first_changed_step === step);
  const number = draw(different(atStep.map((pair) => pair.changed_number.number)), 1);
  const ofNumber = atStep.filter((pair) => pair.changed_number.number === number);
  return draw(ofNumber, 2) ?? null;
}
