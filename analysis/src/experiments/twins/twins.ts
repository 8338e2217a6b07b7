import type { GetModelResponse } from '@codiscope/proto';

import { CODI_MINI_VALUES, type ValueRange } from '../../datasets/worked-problem.js';
import type { Exclusion } from '../../runs/manifest.js';
import { AnalysisError, badSetting } from '../../words/errors.js';
import type { Experiment, Preparation } from '../experiment.js';
import { refusals, type FinishedRollouts } from '../finish-plan.js';
import { parseLayer } from '../layers.js';
import { resultHead } from '../result-head.js';
import { rolloutRecordSchema } from '../rollout-record.js';
import { twinFigures } from './figure.js';
import { patchedPair } from './patched-pair.js';
import { twinPlan, type TwinPlace } from './plan.js';
import { twinResultsSchema, type TwinResults } from './results.js';
import { summariseTwins, tellTwins, twinFactsSchema, twinSentences, type TwinFacts } from './summary.js';
import { twinsOfProblems, type TwinChoice, type TwinnedProblems } from './plan.js';

/** What is patched, as asked for; undefined what was not. */
export interface TwinsChoice {
  readonly site: TwinPlace['site'];
  readonly layer?: string | undefined;
  readonly twinSeed: number;
  /** A range of all numbers and results, such as "0-60". */
  readonly values?: string | undefined;
}

/** What twin patching runs. */
export interface TwinSettings {
  readonly place: TwinPlace;
  /** How the twins were chosen. */
  readonly choice: TwinChoice;
  readonly twinned: TwinnedProblems;
}

/** Where nothing is known about the values that a model takes. */
const ANY_VALUES: ValueRange = { lowest: 0, highest: 100_000 };

/** Thoughts of a twin put into a problem's run, and the other way round: which thought holds which value. */
export const twins: Experiment<TwinsChoice, TwinSettings, TwinResults, TwinFacts> = {
  name: 'twins',
  verb: 'twins',
  file: 'twin_patching',
  title: 'Twin questions',
  required: false,
  protocols: ['official'],
  schema: twinResultsSchema,
  ofRun: ({ layer }) => ({ site: 'resid_post', layer, twinSeed: 42 }),
  choose,
  configuration: ({ place, choice }) => ({
    protocol: 'official',
    site: place.site,
    layer: place.layer,
    twin_seed: choice.seed,
    twin_values: { ...choice.values },
  }),
  plan: twinPlan,
  results: (finished, { place, twinned }, context) => ({
    ...resultHead(context, 'twin_patching'),
    ...place,
    pairs: pairsOf(finished, twinned, context.model.thoughts),
    without_twin: [...twinned.without],
    refused: [...finished.refused],
  }),
  ledger: ({ without_twin: without, refused }) => [
    ...without.map(({ problem_id }): Exclusion => ({ problem_id, left_out_of: 'twins', reason: 'no_twin' })),
    ...refusals('twins', refused),
  ],
  tell: tellTwins,
  summarise: summariseTwins,
  facts: twinFactsSchema,
  findings: ({ twins: facts }) => ({ mechanism: twinSentences(facts) }),
  figures: twinFigures,
};

/** Twins of gsm-mini keep to the values of its problems unless asked otherwise. */
function choose(choice: TwinsChoice, model: GetModelResponse): Preparation<TwinSettings> {
  if (choice.site === 'embed' && choice.layer !== undefined) {
    throw badSetting(
      'layer',
      'does not go with the site embed, which is before the first layer; leave it out.',
    );
  }
  const { layer } = parseLayer(choice.layer ?? 'middle', 'layer', model);
  const place = { site: choice.site, layer: choice.site === 'embed' ? null : layer };
  const range = choice.values === undefined ? null : parseValues(choice.values);
  return ({ dataset, strict }) => {
    const values = range ?? (dataset.source === 'gsm-mini' ? CODI_MINI_VALUES : ANY_VALUES);
    const chosen = { seed: choice.twinSeed, values };
    const twinned = twinsOfProblems(dataset.problems, chosen);
    const [first] = twinned.without;
    if (twinned.pairs.length > 0 || first === undefined) {
      return Promise.resolve({ settings: { place, choice: chosen, twinned }, notes: [] });
    }
    if (!strict) {
      const notes = [`left out, as no problem has a twin (the first: ${first.reason})`];
      return Promise.resolve({ settings: null, notes });
    }
    throw new AnalysisError(
      'BAD_DATASET',
      `None of the ${dataset.problems.length} problems has a twin (the first: ${first.reason}); choose problems with steps of two operands, or a wider range of values.`,
    );
  };
}

function parseValues(text: string): ValueRange {
  const [, low, high] = /^(\d+)-(\d+)$/.exec(text) ?? [];
  const [lowest, highest] = [Number(low), Number(high)];
  if (lowest <= highest) return { lowest, highest };
  throw badSetting('values', `has "${text}"; use a range such as 0-60.`);
}

function pairsOf(
  { answered, read }: FinishedRollouts,
  { pairs }: TwinnedProblems,
  thoughts: number,
): TwinResults['pairs'] {
  const pairOf = new Map(pairs.map((pair) => [pair.problem.gsm8k_id, pair]));
  return answered.flatMap((problem) => {
    const pair = pairOf.get(problem.gsm8k_id);
    return pair
      ? [patchedPair(pair, thoughts, (variant) => read(problem, variant, rolloutRecordSchema))]
      : [];
  });
}
