import { after } from 'node:test';

import type { CodiClient } from '@codiscope/proto';
import type { CodiServer } from '@codiscope/server';

import { served } from './served.js';

const endings: (() => void | Promise<void>)[] = [];
let shared: Promise<{ server: CodiServer; client: CodiClient }> | null = null;

/** The server of codi-mini that all test files of this process share which only ask it; it ends with their last test. */
export function sharedServer(): Promise<{ server: CodiServer; client: CodiClient }> {
  shared ??= served({ after: (end) => endings.push(end as () => void | Promise<void>) });
  return shared;
}

after(async () => {
  for (const end of endings.splice(0)) await end();
});
