import { Flags } from '@oclif/core';

import { CliError } from '../cli-error.js';
import { ExitCode } from '../exit-codes.js';

/** A folder's name, which is not nothing. */
export const folder = Flags.custom({
  parse: (text) => {
    if (text.trim() === '')
      throw new CliError('BAD_USAGE', ExitCode.usage, 'Expected a folder but received nothing');
    return Promise.resolve(text);
  },
});

// The flags of the sample have no default here: a folder that has a dataset goes on with it, and only what was
// really asked for can contradict it.
const sample = { helpGroup: 'RUN', exclusive: ['dataset'] };

/** Flags that say where the results go and which problems are run. */
export const runFlags = {
  run: folder({
    description:
      'run folder (default runs/<model>-<number of problems>, with the precision in it unless exact)',
    helpGroup: 'RUN',
  }),
  resume: Flags.boolean({ description: 'go on with a run that was cut off', helpGroup: 'RUN' }),
  dataset: Flags.string({
    description:
      'dataset file, or any file of problems, all taken (default: that of the run folder, else a new sample)',
    helpGroup: 'RUN',
  }),
  source: Flags.string({
    ...sample,
    description: 'what to sample from: gsm-mini or a file (default gsm-mini)',
  }),
  sampler: Flags.option({ options: ['seeded', 'python'] as const })({
    ...sample,
    description: 'how to sample (default seeded)',
  }),
  'per-level': Flags.integer({ ...sample, description: 'problems a difficulty level (default 25)', min: 1 }),
  seed: Flags.integer({ ...sample, description: 'seed of the sample (default 42)', min: 0 }),
  'test-mode': Flags.boolean({
    helpGroup: 'RUN',
    exclusive: ['dataset', 'per-level'],
    description: '10 problems instead of all',
  }),
  'max-new-tokens': Flags.integer({
    description: 'tokens an answer may have',
    default: 32,
    min: 1,
    helpGroup: 'RUN',
  }),
};

/** Flags of the ablation. */
export const ablationFlags = {
  layer: Flags.string({
    description: 'decoder layer whose output is ablated: early, middle, late, or a number from 0',
    default: 'middle',
    helpGroup: 'ABLATION',
  }),
  method: Flags.option({ options: ['zero'] as const })({
    description: 'what stands in the slot',
    default: 'zero',
    helpGroup: 'ABLATION',
  }),
  sets: Flags.string({
    description: 'which thoughts together: singles, pairs, triplets, all, lattice, or lists such as 1,3+4',
    default: 'singles',
    helpGroup: 'ABLATION',
  }),
  later: Flags.option({ options: ['recompute', 'hold'] as const })({
    description:
      'the other thoughts: recomputed (total effect) or held at their clean values (direct effect)',
    default: 'recompute',
    helpGroup: 'ABLATION',
  }),
};

/** Flags of the attention. */
export const attentionFlags = {
  layers: Flags.string({
    description: 'decoder layers to read: early,middle,late, numbers from 0, or all',
    default: 'early,middle,late',
    helpGroup: 'ATTENTION',
  }),
};

/** Flags of the statistics. */
export const analysisFlags = {
  resamples: Flags.integer({
    description: 'bootstrap resamples and permutations',
    default: 2000,
    min: 100,
    helpGroup: 'ANALYSIS',
  }),
  'analysis-seed': Flags.integer({ description: 'their seed', default: 42, min: 0, helpGroup: 'ANALYSIS' }),
};
