import { setTimeout as sleep } from 'node:timers/promises';

/** Waits until something holds; fails after `limitMs`, which are many: a busy machine is no failure. */
export async function until(holds: () => boolean, what: string, limitMs = 120_000): Promise<void> {
  const end = Date.now() + limitMs;
  while (!holds()) {
    if (Date.now() > end) throw new Error(`after ${limitMs} ms it is still not so that ${what}`);
    await sleep(10);
  }
}

/** Milliseconds of processor time that this process takes within `windowMs`. */
export async function processorTime(windowMs: number): Promise<number> {
  const before = process.cpuUsage();
  await sleep(windowMs);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
