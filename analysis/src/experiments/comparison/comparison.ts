import type { Experiment } from '../experiment.js';
import { resultHead } from '../result-head.js';
import { BASELINE } from '../rollout-plan.js';
import type { AblationArm } from '../arms/arm.js';
import { comparisonFigures } from './figure.js';
import { armRecordSchema, cleanRecordSchema, comparisonPlan } from './plan.js';
import { problemComparison } from './problem-comparison.js';
import { comparisonResultsSchema, type ComparisonResults } from './results.js';
import {
  chooseComparison,
  type ComparisonChoice,
  type ComparisonSettings,
  type ReadyArm,
} from './settings.js';
import {
  comparisonFactsSchema,
  comparisonSentences,
  summariseComparison,
  tellComparison,
  type ComparisonFacts,
} from './summary.js';

/** Single thoughts ablated in many ways, side by side, with attention and how far vectors were moved. */
export const comparison: Experiment<
  ComparisonChoice,
  ComparisonSettings,
  ComparisonResults,
  ComparisonFacts
> = {
  name: 'comparison',
  verb: 'compare',
  file: 'comparison',
  title: 'Methods side by side',
  required: false,
  protocols: ['official'],
  schema: comparisonResultsSchema,
  ofRun: ({ layer, donors, methodSeed, fitFrom, fitProblems }) => ({
    arms: 'default',
    layer,
    donors,
    methodSeed,
    fitFrom,
    fitProblems,
  }),
  choose: chooseComparison,
  configuration: ({ arms, cloud }) => ({ protocol: 'official', arms: arms.map(describedArm), cloud }),
  plan: comparisonPlan,
  results: (finished, settings, context) => ({
    ...resultHead(context, 'comparison'),
    arms: settings.arms.map(describedArm),
    layers: Array.from({ length: context.model.layers }, (_, layer) => layer),
    problems: finished.answered.map((problem) =>
      problemComparison(
        problem,
        settings.arms,
        context.model.thoughts,
        finished.read(problem, BASELINE, cleanRecordSchema),
        (variant) => finished.read(problem, variant, armRecordSchema),
      ),
    ),
    refused: [...finished.refused],
  }),
  tell: tellComparison,
  summarise: summariseComparison,
  facts: comparisonFactsSchema,
  findings: (facts) => ({ mechanism: comparisonSentences(facts) }),
  figures: comparisonFigures,
};

/** What `run.json` and the results say of an arm. */
function describedArm({ name, arm, methodSettings }: ReadyArm) {
  return {
    name,
    site: arm.site,
    layer: arm.layer,
    method: arm.method.name,
    method_settings: { ...methodSettings },
    effect: effectKind(arm),
  };
}

/** What kind of effect an arm measures. */
function effectKind({ method, later }: AblationArm): ComparisonResults['arms'][number]['effect'] {
  if (method.name === 'knockout') return 'knockout';
  return later === 'hold' ? 'direct' : 'total';
}
