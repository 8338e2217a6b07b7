import type { GetModelResponse } from '@codiscope/proto';

import { PROTOCOLS } from '../../words/protocol.js';
import { ablationMethod, needsReference } from '../arms/method.js';
import { fitChoice, FIT_DEFAULTS, fitReference } from '../arms/reference.js';
import { parseThoughtSets, setName } from '../arms/thought-sets.js';
import type { Experiment, Preparation } from '../experiment.js';
import { refusals, type ExperimentContext, type FinishedRollouts } from '../finish-plan.js';
import { resultHead } from '../result-head.js';
import { BASELINE, ownRequest } from '../rollout-plan.js';
import { rolloutRecord, rolloutRecordSchema } from '../rollout-record.js';
import { choiceOfRun, layerOf, parseHeads, requireFitting, type AblationChoice } from './choice.js';
import { cutSentences } from './cut-rule.js';
import { ablationFigures } from './figure.js';
import { baselineExclusion, countWarnings, problemAblations } from './problem-ablations.js';
import { ablationResultsSchema, type AblationResults } from './results.js';
import { compositionSentences } from './lattice.js';
import { ablationFactsSchema, summariseAblation, tellAblation, type AblationFacts } from './summary.js';
import { ablationVariants, thoughtsRun, type AblationSettings } from './variants.js';

/** RQ1: every set of thoughts ablated in every problem, with the standing controls. */
export const ablation: Experiment<AblationChoice, AblationSettings, AblationResults, AblationFacts> = {
  name: 'ablation',
  verb: 'ablate',
  file: 'token_ablation_results',
  title: 'What ablating thoughts does',
  required: true,
  protocols: PROTOCOLS,
  schema: ablationResultsSchema,
  ofRun: choiceOfRun,
  choose,
  configuration: ({ protocol, arm: { site, layer, heads, method, later }, methodSettings, sets }) => ({
    protocol,
    site,
    layer,
    ...(heads.length > 0 && { heads }),
    method: method.name,
    ...methodSettings,
    later,
    sets: sets.map(setName),
  }),
  plan: (settings, { problems, model, maxNewTokens }) => ({
    experiment: 'ablate',
    problems,
    requests: (problem) => [ownRequest(problem, ablationVariants(settings, problem, model.thoughts))],
    protocol: settings.protocol,
    maxNewTokens,
    record: (problem, variantId, rollout) => rolloutRecord(problem.gsm8k_id, variantId, rollout),
  }),
  results: ablationResults,
  ledger: ({ problems, refused }) => [...refusals('ablate', refused), ...problems.flatMap(baselineExclusion)],
  failedControl: failedSelfPatch,
  tell: tellAblation,
  summarise: summariseAblation,
  facts: ablationFactsSchema,
  findings: ({ lattice, cut_rule: rule }) => ({
    composition: compositionSentences(lattice),
    known_truth: cutSentences(rule),
  }),
  figures: ablationFigures,
};

function choose(choice: AblationChoice, model: GetModelResponse): Preparation<AblationSettings> {
  requireFitting(choice);
  const { protocol, site, later, method } = choice;
  const place = { site, layer: layerOf(choice, model), heads: parseHeads(choice.heads, model) };
  const donors = method === 'resample' ? (choice.donors ?? 10) : 1;
  // Statistics and figures are made of the single thoughts, so those are always among the sets.
  const sets = parseThoughtSets(`singles,${choice.sets}`, model.thoughts);
  return async (context) => {
    const fitted = needsReference(method)
      ? await fitReference(context, [place], fitChoice(choice, context.dataset))
      : null;
    const wanted = {
      method,
      donors,
      sigma: choice.sigma ?? null,
      factor: choice.factor ?? 1,
      queries: choice.queries ?? 'answer',
      seed: choice.methodSeed ?? FIT_DEFAULTS.seed,
    };
    const { method: made, methodSettings } = ablationMethod(wanted, fitted);
    const settings = { protocol, arm: { ...place, method: made, later }, donors, sets, methodSettings };
    return { settings, notes: [] };
  };
}

function ablationResults(
  finished: FinishedRollouts,
  settings: AblationSettings,
  context: ExperimentContext,
): AblationResults {
  const { protocol, arm, methodSettings } = settings;
  const { site, layer, heads, method, later } = arm;
  const { thoughts } = context.model;
  return {
    ...resultHead(context, 'token_ablation', protocol),
    site,
    layer,
    ...(heads.length > 0 && { heads: [...heads] }),
    method: method.name,
    ...(Object.keys(methodSettings).length > 0 && { method_settings: { ...methodSettings } }),
    later,
    ...(protocol === 'origin' && { thoughts_run: thoughtsRun(thoughts, protocol) }),
    problems: finished.answered.map((problem) =>
      problemAblations(problem, settings, thoughts, (variant) =>
        finished.read(problem, variant, rolloutRecordSchema),
      ),
    ),
    warnings: countWarnings(
      finished.answered.map((problem) => finished.read(problem, BASELINE, rolloutRecordSchema)),
    ),
    refused: [...finished.refused],
  };
}

/** Which self-patches were no no-op. */
function failedSelfPatch({ problems, protocol }: AblationResults): string | null {
  // In the origin's protocol the self-patch is no no-op: that is one of the mistakes it was kept for.
  if (protocol === 'origin') return null;
  const failed = problems.filter(({ controls }) => !controls.self_patch_equals_baseline);
  if (failed.length === 0) return null;
  const names = failed.slice(0, 3).map(({ problem_id }) => problem_id);
  return `The self-patch changed ${failed.length} of ${problems.length} problems (${names.join(', ')}), which it never may; do not use these results, and report the model and device.`;
}
