import { KeyReduction } from '@codiscope/proto';

import type { Exclusion } from '../../runs/manifest.js';
import { cleanPlan, readings } from '../clean-reading.js';
import { ready, type Experiment } from '../experiment.js';
import { refusals } from '../finish-plan.js';
import { resultHead } from '../result-head.js';
import {
  checkAdditivity,
  decompositionRecord,
  decompositionRecordSchema,
  failedAdditivity,
  problemDecomposition,
} from './problem-decomposition.js';
import { decompositionFigures } from './figure.js';
import {
  decompositionResultsSchema,
  type DecompositionResults,
  type ProblemDecomposition,
} from './results.js';
import {
  decompositionFactsSchema,
  decompositionSentences,
  summariseDecomposition,
  tellDecomposition,
  type DecompositionFacts,
} from './summary.js';

/** There is nothing to choose. */
export type DecompositionChoice = Readonly<Record<string, never>>;

/** The logit of the answer's number, split by layer, component and source slot. */
export const decomposition: Experiment<
  DecompositionChoice,
  DecompositionChoice,
  DecompositionResults,
  DecompositionFacts
> = {
  name: 'decomposition',
  verb: 'decompose',
  file: 'decomposition',
  title: 'What the answer is made of',
  required: false,
  protocols: ['official'],
  schema: decompositionResultsSchema,
  ofRun: () => ({}),
  choose: () => ready({}),
  configuration: () => ({ protocol: 'official', keys: 'groups' }),
  plan: (_, context) =>
    cleanPlan(
      {
        verb: 'decompose',
        protocol: 'official',
        capture: { attribution: { keys: KeyReduction.GROUPS } },
        record: decompositionRecord,
      },
      context,
    ),
  results: (finished, _, context) => {
    const read = readings(finished, decompositionRecordSchema);
    const problems = read.map(problemDecomposition);
    return {
      ...resultHead(context, 'decomposition'),
      groups: read.find(({ record }) => record.attribution)?.record.attribution?.groups ?? [],
      layers: context.model.layers,
      additivity: checkAdditivity(problems, context.model),
      problems,
      refused: [...finished.refused],
    };
  },
  ledger: ({ problems, refused }) => [...refusals('decompose', refused), ...problems.flatMap(withoutParts)],
  failedControl: failedAdditivity,
  tell: tellDecomposition,
  summarise: summariseDecomposition,
  facts: decompositionFactsSchema,
  findings: ({ decomposition: facts }) => ({ mechanism: decompositionSentences(facts) }),
  figures: decompositionFigures,
};

/** A problem whose gold answer the tokenizer does not have a token for. */
function withoutParts({ problem_id, gold }: ProblemDecomposition): Exclusion[] {
  return gold ? [] : [{ problem_id, left_out_of: 'decomposition', reason: 'no_score' }];
}
