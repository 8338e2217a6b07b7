import type { Rollout } from '@codiscope/proto';

/** Everything that a rollout says, to the bit, except how long it took. */
export function bitsOf(result: Rollout | undefined): string {
  if (!result) throw new Error('there is no result');
  return JSON.stringify({ ...result, timings: undefined }, (_, value: unknown) =>
    value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value,
  );
}
