import { ablation as ablationRoom } from '../experiments/ablation/ablation.js';
import type { AblationResults } from '../experiments/ablation/results.js';
import { attention as attentionRoom } from '../experiments/attention/attention.js';
import type { AttentionResults } from '../experiments/attention/results.js';
import {
  FINDING_HEADINGS,
  type AnyResults,
  type FindingHeading,
  type SummaryContext,
} from '../experiments/experiment.js';
import { OPTIONAL_EXPERIMENTS, type OptionalFacts } from '../experiments/registry.js';
import type { Problem } from '../datasets/problem.js';
import { omnibusFields } from '../estimates/omnibus.js';
import { cochranQ } from '../statistics/rates.js';
import { readersNote } from '../words/precision.js';
import { thoughtsUpTo } from '../words/thought.js';
import { associateLayer } from './associate-layer.js';
import type { LayerAssociation } from './association-schema.js';
import { summariseDifficulties } from './by-difficulty.js';
import { attentionFindings, headMapFindings } from './findings-attention.js';
import { importanceFindings, invalidRunFinding } from './findings-importance.js';
import { headMap } from './head-map.js';
import { attentionInShort, importanceInShort } from './in-short.js';
import { lateLayerOf, layerTests } from './layer-tests.js';
import { matchProblems, type QueryRow } from './match-problems.js';
import { thoughtAttention, thoughtSummary } from './per-thought.js';
import type { Summary } from './schema.js';
import { compareThoughts, smallestDrops } from './thought-tests.js';
import { relationInside, verdictOf } from './verdict.js';

/** How a summary is made. */
export interface SummaryOptions {
  /** Layer of the tables and findings; default: the one called `late`, else the deepest that was read. */
  readonly lateLayer?: number;
  /** Bootstrap resamples and permutations; default 2,000. */
  readonly resamples?: number;
  /** Seed of both; default 42. */
  readonly seed?: number;
  /** The smallest |r| and the smallest mean drop (nats) that would matter; defaults 0.1 and 0.05. */
  readonly smallestR?: number;
  readonly smallestDrop?: number;
}

/** The options with their defaults. */
export const SUMMARY_DEFAULTS = { resamples: 2000, seed: 42, smallestR: 0.1, smallestDrop: 0.05 };

/** What a summary is made of: results that belong together (see `run-results.ts`). */
export interface SummarisedResults {
  readonly ablation: AblationResults;
  readonly attention: AttentionResults;
  /** The problems of the run; null where its dataset is not there. */
  readonly problems: readonly Problem[] | null;
  /** Results of the other experiments that were run, by name. */
  readonly others: ReadonlyMap<string, AnyResults>;
}

/**
 * The statistics of a run: deterministic, with no effect. This is the only place where results become statistics.
 * Statistics are of the baseline-correct problems that have both ablation and attention; `baseline`, `truncation`,
 * `lattice`, `routing` and `known_truth` are of all problems where they do not say otherwise.
 *
 * @throws AnalysisError `BAD_RESULTS` where a result lacks what its file announces, `BAD_ARGUMENT` for a layer that
 * was not read.
 */
export function summarise(results: SummarisedResults, options: SummaryOptions = {}): Summary {
  const { ablation, attention } = results;
  const { resamples, seed, smallestR, smallestDrop } = { ...SUMMARY_DEFAULTS, ...options };
  const { analysed, exclusions } = matchProblems(ablation, attention);
  const thoughts = thoughtsUpTo(ablation.thoughts);
  const lateLayer = lateLayerOf(attention.layers, options.lateLayer);
  const layers = attention.layers.map(({ layer }) => layer);
  const resampling = { resamples, seed };
  const context: SummaryContext = { resampling, problems: results.problems };
  const overall = (query: QueryRow): Record<string, LayerAssociation> =>
    Object.fromEntries(
      layers.map((layer) => [
        `layer_${layer}`,
        associateLayer(analysed, query, layer, { resampling, smallestR }),
      ]),
    );
  const overallCorrelation = overall('number');
  const hasEot = analysed.some((problem) => problem.attention('eot', lateLayer) !== null);
  const { cut_rule: cutRule, ...ablationFacts } = ablationRoom.summarise(ablation, context);
  const { attention_mass: attentionMass } = attentionRoom.summarise(attention, context);
  const { lens_reads: lensReads, ...optionalFacts } = factsOf(results.others, context);
  const facts = {
    schema_version: 1 as const,
    kind: 'summary_statistics' as const,
    model_fingerprint: ablation.model_fingerprint,
    dtype: ablation.dtype,
    approximate: ablation.approximate,
    dataset_sha256: ablation.dataset_sha256,
    protocol: ablation.protocol,
    intervention: ablationFacts.intervention,
    thoughts: ablation.thoughts,
    late_layer: lateLayer,
    num_problems: { total: ablation.problems.length, analysed: analysed.length },
    resampling,
    smallest_effects: { r: smallestR, drop: smallestDrop },
    overall_correlation: overallCorrelation,
    per_thought: Object.fromEntries(
      thoughts.map((thought) => [`thought_${thought}`, thoughtSummary(analysed, thought, lateLayer)]),
    ),
    per_thought_by_layer: Object.fromEntries(
      layers.map((layer) => [
        `layer_${layer}`,
        Object.fromEntries(
          thoughts.map((thought) => [`thought_${thought}`, thoughtAttention(analysed, thought, layer)]),
        ),
      ]),
    ),
    thought_omnibus: omnibusFields(cochranQ(analysed.map(({ flips }) => flips))),
    thought_comparisons: compareThoughts(analysed, thoughts),
    thought_equivalence: smallestDrops(analysed, thoughts, smallestDrop),
    layer_tests: layerTests(overallCorrelation),
    head_map: headMap(analysed, layers, resampling),
    attention_mass: attentionMass,
    by_difficulty: summariseDifficulties(
      {
        analysed,
        all: ablation.problems,
        thoughts,
        thoughtsRun: ablation.thoughts_run ?? ablation.thoughts,
        layer: lateLayer,
      },
      resampling,
    ),
    baseline: ablationFacts.baseline,
    truncation: ablationFacts.truncation,
    controls: ablationFacts.controls,
    exclusions,
    eot_query: hasEot ? { overall_correlation: overall('eot') } : null,
    ablated_sets: ablationFacts.ablated_sets,
    lattice: ablationFacts.lattice,
    ...optionalFacts,
    known_truth: { cut_rule: cutRule, lens: lensReads },
  };
  return { ...facts, findings: findingsOf(facts) };
}

/** What the other experiments come to; null where one was not run. */
function factsOf(others: SummarisedResults['others'], context: SummaryContext): OptionalFacts {
  const facts = OPTIONAL_EXPERIMENTS.map((experiment) => {
    const results = others.get(experiment.name);
    if (results !== undefined) return experiment.summarise(results, context);
    return Object.fromEntries(Object.keys(experiment.facts.shape).map((key) => [key, null]));
  });
  // Each is of the experiment's own schema: the registry's types say so, and the file is checked when it is read.
  return Object.assign({}, ...facts) as OptionalFacts;
}

function findingsOf(facts: Omit<Summary, 'findings'>): Summary['findings'] {
  const note = readersNote(facts);
  const notes = note === null ? [] : [note];
  const late = facts.overall_correlation[`layer_${facts.late_layer}`];
  const verdict = late === undefined ? 'undefined' : verdictOf(late);
  const { layer_tests: tests, late_layer: layer } = facts;
  const flat = { ...facts, cut_rule: facts.known_truth.cut_rule, lens_reads: facts.known_truth.lens };
  const more = [ablationRoom.findings(flat), ...OPTIONAL_EXPERIMENTS.map((each) => each.findings(flat))];
  const under = (heading: FindingHeading): string[] => more.flatMap((found) => found[heading] ?? []);
  const [composition, mechanism, knownTruth] = FINDING_HEADINGS.map(under) as [string[], string[], string[]];
  return {
    rq1_in_short: importanceInShort(facts),
    rq2_in_short: attentionInShort(verdict, layer, tests, facts.num_problems.analysed),
    rq1: [...notes, ...importanceFindings(facts)],
    rq2: [
      ...notes,
      ...invalidRunFinding(facts),
      ...attentionFindings(facts.overall_correlation, tests, layer),
      ...headMapFindings(facts.head_map),
    ],
    composition,
    mechanism,
    known_truth: knownTruth,
    rq2_verdict: verdict,
    rq2_relation_inside: late === undefined ? null : relationInside(late),
  };
}
