import assert from 'node:assert/strict';

import { CodiError, type CodiClient, type RolloutRequestInit } from '@codiscope/proto';

import { ask, rollout } from './requests.js';

export const QUESTION = 'Tina has 3 candles. Tina buys 4 candles. How many candles does Tina have?';

/** A request that nothing is wrong with. */
export const GOOD = ask(QUESTION, { id: 'good' });

/** The error that a call must end with. */
export async function refusal(work: Promise<unknown>): Promise<CodiError> {
  const error = await work.then(
    () => {
      throw new Error('it was not refused');
    },
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof CodiError, String(error));
  return error;
}

/** A refused request names the field and the remedy, alone and on a stream, and harms nobody else. */
export async function refusedBy(
  client: CodiClient,
  request: RolloutRequestInit,
  field: string,
  says: RegExp,
): Promise<void> {
  const error = await refusal(rollout(client, request));
  assert.equal(error.codeName, 'INVALID_ARGUMENT');
  const violation = error.violations.find((candidate) => candidate.field === field);
  assert.ok(violation, `${field} among ${JSON.stringify(error.violations)}`);
  assert.match(violation.description, says);
  assert.ok(error.message.includes(violation.description), 'the message says it too');

  const outcomes = new Map<string, string>();
  const bad = { ...request, id: 'bad' };
  for await (const { requestId, outcome } of client.rolloutBatch([GOOD, bad, { ...GOOD, id: 'later' }])) {
    if (outcome?.$case === 'error') assert.equal(CodiError.fromStatus(outcome.value).message, error.message);
    outcomes.set(requestId, outcome?.$case ?? 'nothing');
  }
  assert.deepEqual(Object.fromEntries(outcomes), { good: 'rollout', bad: 'error', later: 'rollout' });
}
