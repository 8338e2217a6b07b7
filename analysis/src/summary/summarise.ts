import type { AblationResults } from '../results/ablation.js';
import type { AttentionResults } from '../results/attention.js';
import { approximationNote } from '../results/precision.js';
import { thoughtsUpTo } from '../thought.js';
import { baselineAccuracy, truncationCurve } from './accuracy.js';
import { associateLayer } from './association.js';
import { summariseDifficulties } from './by-difficulty.js';
import { attentionFindings } from './findings-attention.js';
import { importanceFindings, invalidRunFinding } from './findings-importance.js';
import { attentionInShort, importanceInShort } from './in-short.js';
import { lateLayerOf } from './late-layer.js';
import type { QueryRow } from './match-problems.js';
import { matchProblems } from './match-problems.js';
import { thoughtAttention, thoughtSummary } from './per-thought.js';
import type { LayerAssociation, Summary } from './schema.js';
import { compareThoughts } from './thought-comparisons.js';

/** How a summary is made. */
export interface SummaryOptions {
  /** Layer of the tables and findings; default: the one called `late`, else the deepest that was read. */
  readonly lateLayer?: number;
  /** Bootstrap resamples and permutations; default 2,000. */
  readonly resamples?: number;
  /** Seed of both; default 42. */
  readonly seed?: number;
}

/**
 * The statistics of a run, from its two result files: deterministic, with no effect. Statistics are of the
 * baseline-correct problems that have both results; `baseline` and `truncation` are of all problems.
 *
 * @throws AnalysisError `BAD_RESULTS` where the files do not belong together, `BAD_ARGUMENT` for a layer that
 * was not read.
 */
export function summarise(
  ablation: AblationResults,
  attention: AttentionResults,
  options: SummaryOptions = {},
): Summary {
  const { analysed, exclusions } = matchProblems(ablation, attention);
  const thoughts = thoughtsUpTo(ablation.thoughts);
  const lateLayer = lateLayerOf(attention.layers, options.lateLayer);
  const levels = new Set(ablation.problems.map(({ difficulty }) => difficulty));
  const resampling = { resamples: options.resamples ?? 2000, seed: options.seed ?? 42 };
  const overall = (query: QueryRow): Record<string, LayerAssociation> =>
    Object.fromEntries(
      attention.layers.map(({ layer }) => [
        `layer_${layer}`,
        associateLayer(analysed, query, layer, resampling),
      ]),
    );
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
    overall_correlation: overall('number'),
    per_thought: Object.fromEntries(
      thoughts.map((thought) => [`thought_${thought}`, thoughtSummary(analysed, thought, lateLayer)]),
    ),
    per_thought_by_layer: Object.fromEntries(
      attention.layers.map(({ layer }) => [
        `layer_${layer}`,
        Object.fromEntries(
          thoughts.map((thought) => [`thought_${thought}`, thoughtAttention(analysed, thought, layer)]),
        ),
      ]),
    ),
    thought_comparisons: compareThoughts(analysed, thoughts),
    by_difficulty: summariseDifficulties(analysed, levels, thoughts, lateLayer),
    baseline: baselineAccuracy(ablation.problems, levels),
    truncation: truncationCurve(ablation.problems, ablation.thoughts_run ?? ablation.thoughts),
    controls: {
      self_patch_valid: failures.length === 0,
      self_patch_failures: failures.map((problem) => problem.problem_id),
    },
    exclusions,
    eot_query: hasEot ? { overall_correlation: overall('eot') } : null,
  };
  const notes = [approximationNote(facts) ?? []].flat();
  const rq2 = attentionFindings(facts.overall_correlation, lateLayer);
  return {
    ...facts,
    findings: {
      rq1_in_short: importanceInShort(facts),
      rq2_in_short: attentionInShort(rq2.verdict, lateLayer, rq2.adjusted, analysed.length),
      rq1: [...notes, ...importanceFindings(facts)],
      rq2: [...notes, ...invalidRunFinding(facts), ...rq2.sentences],
      rq2_verdict: rq2.verdict,
    },
  };
}
