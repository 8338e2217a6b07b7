import { after, before, test } from 'node:test';

import type { CodiClient, InterventionInit, RolloutRequestInit } from '@codiscope/proto';

import { QUESTION, refusedBy } from './refusals.js';
import { ask, variant, zero } from './requests.js';
import { served } from './served.js';

/** A request with one thing wrong in it, the field that the refusal names, and what it says. */
export type Fault = readonly [what: string, request: () => RolloutRequestInit, field: string, says: RegExp];

/** A value of a later version of the contract. */
export const UNKNOWN_ENUM = JSON.parse('99') as never;

/** The only intervention of a request of `one`. */
export const PATH = 'variants[0].interventions[0]';

/** A request with one intervention. */
export function one(intervention: InterventionInit, rest: RolloutRequestInit = {}): RolloutRequestInit {
  return ask(QUESTION, { variants: [variant('it', [intervention])], ...rest });
}

/** An intervention by a method, on the first thought at layer 4. */
export function by(method: InterventionInit['method'], rest: InterventionInit = {}): InterventionInit {
  return { ...zero(4, [1]), method, ...rest };
}

/** Each fault as a test of its own, all against one server. */
export function testFaults(faults: readonly Fault[]): void {
  let client: CodiClient;
  const endings: (() => void | Promise<void>)[] = [];
  before(async () => {
    ({ client } = await served({ after: (end) => endings.push(end as () => void) }));
  });
  after(async () => {
    for (const end of endings) await end();
  });
  for (const [what, request, field, says] of faults) {
    test(what, () => refusedBy(client, request(), field, says));
  }
}
