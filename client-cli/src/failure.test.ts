import assert from 'node:assert/strict';
import { test } from 'node:test';

import { AnalysisError, badSetting, type AnalysisErrorCode } from '@codiscope/analysis';
import { ModelError } from '@codiscope/models';
import { CodiError } from '@codiscope/proto';
import { ServerError } from '@codiscope/server';
import { Errors } from '@oclif/core';

import { CliError } from './cli-error.js';
import { failureOf } from './failure.js';

/** Canonical gRPC codes: https://grpc.io/docs/guides/status-codes */
const UNAVAILABLE = 14;
const INVALID_ARGUMENT = 3;

const call = (code: number, reason: string): CodiError =>
  new CodiError({ code, reason, message: 'm', violations: [] });

test('A server that is gone is 3, any other refusal of it 1; its reason is the code', () => {
  assert.deepEqual(failureOf(call(UNAVAILABLE, '')), { code: 'UNAVAILABLE', message: 'm', exit: 3 });
  assert.deepEqual(failureOf(call(INVALID_ARGUMENT, 'BAD_ROLLOUT_REQUEST')), {
    code: 'BAD_ROLLOUT_REQUEST',
    message: 'm',
    exit: 1,
  });
});

test('A wrong argument is 2, a failed control 4, everything else of the analysis 1', () => {
  const exits: Record<AnalysisErrorCode, number> = {
    BAD_ARGUMENT: 2,
    CONTROL_FAILED: 4,
    BAD_DATASET: 1,
    BAD_RESULTS: 1,
    BAD_RUN_FOLDER: 1,
    UNWRITABLE: 1,
  };
  for (const [code, exit] of Object.entries(exits)) {
    assert.deepEqual(failureOf(new AnalysisError(code as AnalysisErrorCode, 'm')), {
      code,
      message: 'm',
      exit,
    });
  }
});

test('A setting of the analysis becomes the flag of its name', () => {
  assert.deepEqual(failureOf(badSetting('fitFrom', 'is needed; name a file.')), {
    code: 'BAD_ARGUMENT',
    message: '--fit-from is needed; name a file.',
    exit: 2,
  });
});

test('What helps is said with its flags', () => {
  const busy = new AnalysisError('BAD_RUN_FOLDER', 'it is there; resume it.', {
    remedies: ['resume', 'run'],
  });
  assert.equal(failureOf(busy).message, 'it is there; resume it (--resume, --run).');
});

test('Errors of models and of an embedded server keep their stable reason', () => {
  assert.deepEqual(failureOf(new ModelError('HOSTILE_FILE', 'm')), {
    code: 'HOSTILE_FILE',
    message: 'm',
    exit: 1,
  });
  const port = new ServerError('UNAVAILABLE', 'PORT_UNAVAILABLE', 'm');
  assert.deepEqual(failureOf(port), { code: 'PORT_UNAVAILABLE', message: 'm', exit: 1 });
});

test("An error of the command line has its own exit code, and oclif's many lines become one", () => {
  assert.deepEqual(failureOf(new CliError('SERVER_UNREACHABLE', 3, 'm')), {
    code: 'SERVER_UNREACHABLE',
    message: 'm',
    exit: 3,
  });
  const wrongFlag = new Errors.CLIError('Parsing --top \n\tExpected an integer\nSee more help with --help');
  assert.deepEqual(failureOf(wrongFlag), {
    code: 'BAD_USAGE',
    message: '--top: Expected an integer; see --help',
    exit: 2,
  });
  const missing = new Errors.CLIError(
    'The following error occurred:\n  Missing required flag run\nSee more help with --help',
  );
  assert.equal(failureOf(missing).message, 'Missing required flag run; see --help');
});

test('A file of the installation that is missing is named in one line, with the remedy', () => {
  const missing = Object.assign(new Error("Cannot find module 'm'\nRequire stack:\n- /a.js\n- /b.js"), {
    code: 'MODULE_NOT_FOUND',
  });
  assert.deepEqual(failureOf(missing), {
    code: 'MODULE_NOT_FOUND',
    message: "Cannot find module 'm'; install codiscope again (`npm ci`)",
    exit: 1,
  });
});

test('What nobody foresaw is 1', () => {
  assert.deepEqual(failureOf(new TypeError('m')), { code: 'TypeError', message: 'm', exit: 1 });
  assert.deepEqual(failureOf(Object.assign(new Error('m'), { code: 'ENOENT' })), {
    code: 'ENOENT',
    message: 'm',
    exit: 1,
  });
  assert.deepEqual(failureOf('words'), { code: 'UNKNOWN', message: 'words', exit: 1 });
});
