import {
  ABLATION_METHODS,
  ABLATION_SITES,
  KNOCKOUT_QUERIES,
  LATER_THOUGHTS,
  PROTOCOLS,
} from '@codiscope/analysis/choices';
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

/** Flags that say which problems are run, and how long answers may be. */
const problemFlags = {
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

/** Flags that say where the results go and which problems are run. */
export const runFlags = {
  run: folder({
    description:
      'run folder (default runs/<model>-<number of problems>, with the precision in it unless exact)',
    helpGroup: 'RUN',
  }),
  resume: Flags.boolean({ description: 'go on with a run that was cut off', helpGroup: 'RUN' }),
  ...problemFlags,
};

/** Which order of question, BOT, thoughts and EOT is run. */
export const protocolFlags = {
  protocol: Flags.option({ options: PROTOCOLS })({
    description:
      "official, or the earlier scripts' (five thoughts, their mistakes included) to reproduce their tables",
    default: 'official',
    helpGroup: 'RUN',
  }),
};

/** A number, whole or not. */
export const numeric = Flags.custom<number>({
  parse: (text) => {
    const number = text.trim() === '' ? Number.NaN : Number(text);
    if (!Number.isFinite(number))
      throw new CliError('BAD_USAGE', ExitCode.usage, `Expected a number but received: ${text}`);
    return Promise.resolve(number);
  },
});

const ablation = { helpGroup: 'ABLATION' };

/** Flags that say what means, donors and noise are made with. */
export const referenceFlags = {
  'method-seed': Flags.integer({
    ...ablation,
    description: 'seed of noise, of donors and of the problems to fit on (default 42)',
    min: 0,
  }),
  'fit-from': Flags.string({
    ...ablation,
    description:
      'where mean and resample take other problems from: gsm-mini or a file of problems (default gsm-mini if the dataset is); measured ones are left out',
  }),
  'fit-problems': Flags.integer({
    ...ablation,
    description: 'how many of them (default 100)',
    min: 1,
  }),
};

/** Flags of the ablation. What a method does not take is refused, so it has no default here. */
export const ablationFlags = {
  site: Flags.option({
    options: ABLATION_SITES,
  })({
    ...ablation,
    description:
      "where: output of the layer, thought's input embedding, attention output, MLP output, single heads, or (knockout) attention edges",
    default: 'resid_post',
  }),
  layer: Flags.string({
    ...ablation,
    description:
      'decoder layer: early, middle, late, or a number from 0 (default middle; every layer for a knockout)',
  }),
  heads: Flags.string({
    ...ablation,
    description: 'query heads from 0, such as 0,3: for --site head, or to restrict a knockout',
  }),
  method: Flags.option({
    options: ABLATION_METHODS,
  })({
    ...ablation,
    description:
      'what stands in the slot: 0, the mean over other problems, the value of other problems, noise, a multiple; or knockout: nobody looks at the thought',
    default: 'zero',
  }),
  donors: Flags.integer({
    ...ablation,
    description: 'donors a problem, for --method resample; measures are averaged (default 10)',
    min: 1,
    max: 100,
  }),
  sigma: numeric({
    ...ablation,
    description:
      "added noise of so many times the slot's own scale, for --method noise (default: norm-matched)",
  }),
  factor: numeric({ ...ablation, description: 'the factor of --method scale' }),
  queries: Flags.option({ options: KNOCKOUT_QUERIES })({
    ...ablation,
    description:
      'who no longer looks, for --method knockout: EOT and the answer, later thoughts, or all (default answer)',
  }),
  ...referenceFlags,
  sets: Flags.string({
    description: 'which thoughts together: singles, pairs, triplets, all, lattice, or lists such as 1,3+4',
    default: 'singles',
    helpGroup: 'ABLATION',
  }),
  later: Flags.option({ options: LATER_THOUGHTS })({
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

/** Flags of a whole run that say what is done, to which problems: what its cost depends on. */
export const wholeRunFlags = {
  ...problemFlags,
  only: Flags.string({
    description:
      'parts to do, by the names of their commands, such as ablate,attend,analyze (default: all that can be)',
    helpGroup: 'RUN',
  }),
  ...protocolFlags,
  ...ablationFlags,
  ...attentionFlags,
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
