import type { AblationResults } from '../results/ablation.js';
import type { AttentionResults } from '../results/attention.js';
import { readersNote } from '../words/readers-note.js';
import { cochranQ } from '../statistics/index.js';
import { thoughtsUpTo } from '../words/thought.js';
import { baselineAccuracy, truncationCurve } from './accuracy.js';
import { associateLayer } from './associate-layer.js';
import type { LayerAssociation } from './association-schema.js';
import { summariseDifficulties } from './by-difficulty.js';
import { compositionFindings } from './composition/findings-composition.js';
import { summariseLattice } from './composition/summarise-lattice.js';
import { attentionFindings, headMapFindings } from './findings-attention.js';
import { importanceFindings, invalidRunFinding } from './findings-importance.js';
import { attentionInShort, importanceInShort } from './in-short.js';
import { cutRule } from './known/cut-rule.js';
import { cutFindings, lensFindings } from './known/findings-known.js';
import { lensReads } from './known/lens-reads.js';
import { lateLayerOf } from './late-layer.js';
import { layerTests } from './layer-tests.js';
import type { QueryRow } from './match-problems.js';
import { matchProblems } from './match-problems.js';
import { benchAttention } from './mechanism/attention-bench.js';
import { layerMass } from './mechanism/attention-mass.js';
import { summariseComparison } from './mechanism/comparison-summary.js';
import { summariseDecomposition } from './mechanism/decomposition-summary.js';
import {
  comparisonFindings,
  decompositionFindings,
  routingFindings,
  twinFindings,
} from './mechanism/findings-mechanism.js';
import { headMap } from './mechanism/head-map.js';
import { summariseRouting } from './mechanism/routing-summary.js';
import { summariseTwins } from './mechanism/twin-summary.js';
import type { MoreResults } from './more-results.js';
import { assertSameModel } from './more-results.js';
import { omnibusFields } from '../estimates/omnibus.js';
import { thoughtAttention, thoughtSummary } from './per-thought.js';
import type { Summary } from './schema.js';
import { smallestDrops } from './smallest-drop.js';
import { compareThoughts } from './thought-comparisons.js';
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

/**
 * The statistics of a run, from its two result files and whatever else it holds: deterministic, with no effect.
 * Statistics are of the baseline-correct problems that have both results; `baseline`, `truncation`, `lattice`,
 * `routing` and `known_truth` are of all problems where they do not say otherwise.
 *
 * @throws AnalysisError `BAD_RESULTS` where the files do not belong together, `BAD_ARGUMENT` for a layer that
 * was not read.
 */
export function summarise(
  ablation: AblationResults,
  attention: AttentionResults,
  options: SummaryOptions = {},
  more: MoreResults = {},
): Summary {
  assertSameModel(ablation, more);
  const { analysed, exclusions } = matchProblems(ablation, attention);
  const thoughts = thoughtsUpTo(ablation.thoughts);
  const lateLayer = lateLayerOf(attention.layers, options.lateLayer);
  const layers = attention.layers.map(({ layer }) => layer);
  const resampling = { resamples: options.resamples ?? 2000, seed: options.seed ?? 42 };
  const smallest = { r: options.smallestR ?? 0.1, drop: options.smallestDrop ?? 0.05 };
  const thoughtsRun = ablation.thoughts_run ?? ablation.thoughts;
  const overall = (query: QueryRow): Record<string, LayerAssociation> =>
    Object.fromEntries(
      layers.map((layer) => [
        `layer_${layer}`,
        associateLayer(analysed, query, layer, { resampling, smallestR: smallest.r }),
      ]),
    );
  const overallCorrelation = overall('number');
  const hasEot = analysed.some((problem) => problem.attention('eot', lateLayer) !== null);
  const failures = ablation.problems.filter(({ controls }) => !controls.self_patch_equals_baseline);

  const facts = {
    schema_version: 1 as const,
    kind: 'summary_statistics' as const,
    model_fingerprint: ablation.model_fingerprint,
    dtype: ablation.dtype,
    approximate: ablation.approximate,
    dataset_sha256: ablation.dataset_sha256,
    protocol: ablation.protocol,
    intervention: {
      site: ablation.site,
      layer: ablation.layer,
      method: ablation.method,
      later: ablation.later,
    },
    thoughts: ablation.thoughts,
    late_layer: lateLayer,
    num_problems: { total: ablation.problems.length, analysed: analysed.length },
    resampling,
    smallest_effects: smallest,
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
    thought_equivalence: smallestDrops(analysed, thoughts, smallest.drop),
    layer_tests: layerTests(overallCorrelation),
    head_map: headMap(analysed, layers, resampling),
    attention_mass: Object.fromEntries(layers.map((layer) => [`layer_${layer}`, layerMass(analysed, layer)])),
    by_difficulty: summariseDifficulties(
      { analysed, all: ablation.problems, thoughts, thoughtsRun, layer: lateLayer },
      resampling,
    ),
    baseline: baselineAccuracy(ablation.problems),
    truncation: truncationCurve(ablation.problems, thoughtsRun),
    controls: {
      self_patch_valid: failures.length === 0,
      self_patch_failures: failures.map((problem) => problem.problem_id),
    },
    exclusions,
    eot_query: hasEot ? { overall_correlation: overall('eot') } : null,
    lattice: summariseLattice(ablation, resampling),
    routing: more.routing === undefined ? null : summariseRouting(more.routing, resampling),
    decomposition:
      more.decomposition === undefined ? null : summariseDecomposition(more.decomposition, resampling),
    comparison: more.comparison === undefined ? null : summariseComparison(more.comparison, resampling),
    attention_bench: more.comparison === undefined ? null : benchAttention(more.comparison, resampling),
    twins: more.twins === undefined ? null : summariseTwins(more.twins, resampling),
    known_truth: {
      cut_rule: more.problems === undefined ? null : cutRule(ablation.problems, more.problems, resampling),
      lens:
        more.problems === undefined || more.lens === undefined ? null : lensReads(more.lens, more.problems),
    },
  };
  return { ...facts, findings: findingsOf(facts) };
}

function findingsOf(facts: Omit<Summary, 'findings'>): Summary['findings'] {
  const notes = [readersNote(facts) ?? []].flat();
  const late = facts.overall_correlation[`layer_${facts.late_layer}`];
  const verdict = late === undefined ? 'undefined' : verdictOf(late);
  const { layer_tests: tests, late_layer: layer } = facts;
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
    composition: compositionFindings(facts.lattice),
    mechanism: [
      ...routingFindings(facts.routing),
      ...decompositionFindings(facts.decomposition),
      ...comparisonFindings(facts.comparison, facts.attention_bench),
      ...twinFindings(facts.twins),
    ],
    known_truth: [...cutFindings(facts.known_truth.cut_rule), ...lensFindings(facts.known_truth.lens)],
    rq2_verdict: verdict,
    rq2_relation_inside: late === undefined ? null : relationInside(late),
  };
}
