import { setTimeout as sleep } from 'node:timers/promises';

/** Waits until something holds; fails after `limitMs`, which are many: a busy machine is no failure. */
export async function until(holds: () => boolean, what: string, limitMs = 120_000): Promise<void> {
  const end = Date.now() + limitMs;
  while (!holds()) {
    if (Date.now() > end) throw new Error(`after ${limitMs} ms it is still not so that ${what}`);
    await sleep(10);
  }
}

/** Milliseconds of processor time that this process takes until something is done. A busy machine makes them no more. */
export async function processorTime(done: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await done();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** Waits until this process computes nothing: in half a second no more than its timers take. */
export async function untilIdle(limitMs = 120_000): Promise<void> {
  const end = Date.now() + limitMs;
  while ((await processorTime(() => sleep(500))) > 25)
    if (Date.now() > end) throw new Error(`after ${limitMs} ms something is still computed`);
}
