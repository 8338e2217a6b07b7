import assert from 'node:assert/strict';
import { test } from 'node:test';

import { DEFAULT_ADDRESS } from '@codiscope/proto';

import { serverFlags } from './server-flags.js';

test("The help names the contract's default address", () => {
  assert.ok(serverFlags.server.description?.includes(`(default ${DEFAULT_ADDRESS} `));
});
