import assert from 'node:assert/strict';
import { ModelError } from '../errors.js';
import type { ModelErrorCode } from '../errors.js';

/** Asserts a ModelError with this code whose message holds all these parts (file, field, tensor, remedy). */
export async function rejectsWith(
  promise: Promise<unknown>,
  code: ModelErrorCode,
  ...parts: string[]
): Promise<void> {
  await assert.rejects(promise, (error) => {
    assert.ok(error instanceof ModelError, `not a ModelError: ${String(error)}`);
    assert.equal(error.code, code, error.message);
    for (const part of parts)
      assert.ok(error.message.includes(part), `"${part}" is not in: ${error.message}`);
    return true;
  });
}
