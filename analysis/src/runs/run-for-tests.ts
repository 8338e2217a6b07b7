import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';

import { AnalysisError } from '../words/errors.js';
import type { AnalysisErrorCode } from '../words/errors.js';
import type { RunManifest } from './manifest.js';

/** A manifest for tests. */
export const TEST_MANIFEST: RunManifest = {
  seed: 42,
  versions: { codiscope: '0.1.0', node: 'v20.20.2', onnxruntime: null, platform: 'linux-x64' },
  model: { thoughts: 6, id: 'codi-mini', fingerprint: 'f00d' },
  dataset: {
    file: 'test_dataset_10.json',
    source: 'gsm-mini',
    sampler: 'seeded',
    sha256: 'beef',
    problems: 10,
  },
};

/** A configuration for tests. */
export const TEST_CONFIGURATION = { layer: 4, method: 'zero', sets: ['1', '2'] };

/** The payload that a test's rollout of that number has. */
export function testPayload(key: string): object {
  return { output: `${key} \u2028 "é" 🍎`, margin: 1 / (key.length + 2), 2: 'two', 10: null };
}

/** Every file of a folder and its bytes, by path. */
export function filesOf(folder: string): Map<string, string> {
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
  return new Map(paths.sort().map((path) => [path, readFileSync(join(folder, path), 'latin1')]));
}

/**
 * A folder that is gone after the tests of a file. It is in memory where the system has such a place: a test that opens
 * hundreds of runs would wait for the disk thousands of times, and what it shows does not depend on the disk.
 */
export function testFolder(name: string): string {
  const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), `codiscope-${name}-`));
  after(() => {
    rmSync(folder, { recursive: true });
  });
  return folder;
}

/** What `assert.rejects` and `assert.throws` ask of an error. */
export function refusal(code: AnalysisErrorCode, pattern: RegExp): (error: unknown) => true {
  return (error) => {
    assert.ok(error instanceof AnalysisError, String(error));
    assert.equal(error.code, code);
    assert.match(error.message, pattern);
    return true;
  };
}
