import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { AnyResults } from './experiments/experiment.js';
import { EXPERIMENTS } from './experiments/registry.js';
import { assertOneRun, failedControlsOf, resultsByExperiment, type RunResults } from './run-results.js';
import { syntheticMore } from './summary/fixtures/synthetic-more.js';
import { syntheticResults } from './summary/fixtures/synthetic-results.js';

const { ablation, attention } = syntheticResults({ problems: 4 });
const { problems, ...more } = syntheticMore(ablation);

function made(change: Partial<Record<string, object>> = {}): RunResults {
  const all: Record<string, object> = { ablation, attention, ...more };
  const changed = Object.fromEntries(
    Object.entries(all).map(([name, results]) => [name, { ...results, ...change[name] }]),
  );
  const { ablation: first, attention: second, ...others } = changed;
  return {
    run: {
      model: { id: 'm', fingerprint: ablation.model_fingerprint },
      dataset: { sha256: ablation.dataset_sha256 },
    },
    problems,
    ablation: first,
    attention: second,
    others: new Map(Object.entries(others) as [string, AnyResults][]),
  } as unknown as RunResults;
}

test('the results of one run are of every experiment, in the order of the registry', () => {
  assertOneRun(made());
  assert.deepEqual(
    resultsByExperiment(made()).map(([{ name }]) => name),
    EXPERIMENTS.map(({ name }) => name),
  );
});

test('results of another model, dataset or number of thoughts do not belong to the run, whichever they are', () => {
  const wrongs = [
    [{ model_fingerprint: 'c'.repeat(64) }, /are of another model than the run/],
    [{ dataset_sha256: 'c'.repeat(64) }, /are of another dataset than the run/],
    [{ thoughts: 99 }, /are of another number of thoughts than the run/],
  ] as const;
  for (const { name } of EXPERIMENTS) {
    for (const [wrong, says] of wrongs) {
      assert.throws(
        () => {
          assertOneRun(made({ [name]: wrong }));
        },
        { code: 'BAD_RESULTS', message: says },
        name,
      );
    }
  }
});

test('ablation and attention are of one protocol', () => {
  assert.throws(
    () => {
      assertOneRun(made({ attention: { protocol: 'origin' } }));
    },
    { code: 'BAD_RESULTS', message: /differ in protocol \(official and origin\)/ },
  );
});

test('every failed control of a run is told', () => {
  assert.deepEqual(failedControlsOf(made()), []);
  const patched = ablation.problems.map((problem) => ({
    ...problem,
    controls: { ...problem.controls, self_patch_equals_baseline: false },
  }));
  const additivity = { tolerance: 1e-3, largest_error: 1, not_additive: ['gsm8k_2'] };
  const failed = failedControlsOf(made({ ablation: { problems: patched }, decomposition: { additivity } }));
  assert.equal(failed.length, 2);
  assert.match(failed[0] ?? '', /The self-patch changed 4 of 4 problems \(gsm8k_0, gsm8k_1, gsm8k_2\)/);
  assert.match(failed[1] ?? '', /do not add up .* in 1 of 4 problems \(gsm8k_2\)/);
});
