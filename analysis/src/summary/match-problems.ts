import type { Difficulty } from '../words/thought.js';
import { AnalysisError } from '../words/errors.js';
import { required } from '../words/required.js';
import type { AblationResults, ProblemAblations } from '../experiments/ablation/results.js';
import type { AttentionResults, ProblemAttention } from '../experiments/attention/results.js';

/** Why a problem is left out; the first that applies, in this order. */
export const EXCLUSION_REASONS = [
  'refused',
  'no_number',
  'truncated',
  'wrong_baseline',
  'no_score',
  'missing_attention',
  'baseline_disagrees',
  'missing_ablation',
] as const;

/** Why a problem is left out. */
export type ExclusionReason = (typeof EXCLUSION_REASONS)[number];

/** The row whose attention is read: the one that predicts the number, or EOT. */
export type QueryRow = 'number' | 'eot';

/** A baseline-correct problem with both results; lists hold one value for each thought, thought 1 first. */
export interface AnalysedProblem {
  readonly id: string;
  readonly difficulty: Difficulty;
  /** 1 where ablating the thought turned the right answer wrong. */
  readonly flips: readonly number[];
  /** Nats of gold log-probability that ablating the thought costs. */
  readonly drops: readonly number[];
  /** Attention on the thoughts, mean over heads; null where the row does not exist. */
  attention(query: QueryRow, layer: number): readonly number[] | null;
  /** The same of the `number` row by head: [heads][thoughts]. */
  heads(layer: number): readonly (readonly number[])[];
}

/** The problems that statistics are made of, and those left out. */
export interface MatchedProblems {
  readonly analysed: readonly AnalysedProblem[];
  /** By reason: how many, and which. */
  readonly exclusions: Record<ExclusionReason, { count: number; problem_ids: string[] }>;
}

/**
 * Joins ablation and attention by problem id and keeps the baseline-correct problems that have both.
 *
 * @throws AnalysisError `BAD_RESULTS` where an id repeats, or a result lacks a thought or a layer that its file announces.
 */
export function matchProblems(ablation: AblationResults, attention: AttentionResults): MatchedProblems {
  const attentionById = byId(attention.problems, 'attention');
  const ablationById = byId(ablation.problems, 'ablation');
  const analysed: AnalysedProblem[] = [];
  const excluded = new Map<ExclusionReason, string[]>(EXCLUSION_REASONS.map((reason) => [reason, []]));
  excluded.set(
    'refused',
    ablation.refused.map(({ problem_id }) => problem_id),
  );
  for (const problem of ablation.problems) {
    const row = attentionById.get(problem.problem_id);
    const reason = exclusionOf(problem, row);
    if (reason !== null) excluded.get(reason)?.push(problem.problem_id);
    else if (row !== undefined) analysed.push(analysedProblem(problem, row, ablation.thoughts, attention));
  }
  for (const id of attentionById.keys())
    if (!ablationById.has(id)) excluded.get('missing_ablation')?.push(id);
  const exclusions = Object.fromEntries(
    [...excluded].map(([reason, ids]) => [reason, { count: ids.length, problem_ids: ids }]),
  ) as MatchedProblems['exclusions'];
  return { analysed, exclusions };
}

function byId<P extends { problem_id: string }>(problems: readonly P[], kind: string): Map<string, P> {
  const map = new Map<string, P>();
  for (const problem of problems) {
    if (map.has(problem.problem_id)) {
      throw new AnalysisError(
        'BAD_RESULTS',
        `Problem ${problem.problem_id} is twice in the ${kind} results; run that experiment again.`,
      );
    }
    map.set(problem.problem_id, problem);
  }
  return map;
}

function exclusionOf(problem: ProblemAblations, row: ProblemAttention | undefined): ExclusionReason | null {
  const { baseline } = problem;
  if (baseline.predicted_answer === null) return 'no_number';
  if (baseline.truncated) return 'truncated';
  if (!baseline.correct) return 'wrong_baseline';
  if (problem.token_ablations.some(({ gold_log_prob_drop: drop }) => drop === null)) return 'no_score';
  if (row?.attention_by_layer == null) return 'missing_attention';
  return row.baseline_correct ? null : 'baseline_disagrees';
}

function analysedProblem(
  problem: ProblemAblations,
  row: ProblemAttention,
  thoughts: number,
  { layers }: AttentionResults,
): AnalysedProblem {
  const singles = Array.from({ length: thoughts }, (_, index) => {
    const found = problem.token_ablations.find(
      (each) => each.thoughts.length === 1 && each.thoughts[0] === index + 1,
    );
    if (found !== undefined) return found;
    throw new AnalysisError(
      'BAD_RESULTS',
      `Problem ${problem.problem_id} has no ablation of thought ${index + 1} alone; run the ablation of single thoughts.`,
    );
  });
  const weights = {
    number: weightsOf(row.attention_by_layer, row.problem_id, thoughts, layers),
    eot: weightsOf(row.queries.eot, row.problem_id, thoughts, layers),
  };
  return {
    id: problem.problem_id,
    difficulty: problem.difficulty,
    flips: singles.map((single) => single.importance),
    // `no_score` excludes the problems without.
    drops: singles.map((single) => required(single.gold_log_prob_drop, 'the drop of an ablation')),
    attention: (query, layer) => {
      const rows = weights[query];
      return rows === null ? null : required(rows.get(layer), `the attention of layer ${layer}`);
    },
    heads: (layer) => {
      const rows = required(row.attention_by_layer, 'the row that predicts the number');
      return required(rows[`layer_${layer}`], `the attention of layer ${layer}`).heads;
    },
  };
}

/** The weights on the thoughts by layer; every announced layer must be there. */
function weightsOf(
  byLayer: ProblemAttention['attention_by_layer'],
  id: string,
  thoughts: number,
  layers: AttentionResults['layers'],
): Map<number, readonly number[]> | null {
  if (byLayer === null) return null;
  return new Map(
    layers.map(({ layer }) => {
      const weights = byLayer[`layer_${layer}`]?.continuous_token_attention;
      if (weights?.length === thoughts) return [layer, weights];
      throw new AnalysisError(
        'BAD_RESULTS',
        `Problem ${id} lacks the attention of layer ${layer} on ${thoughts} thoughts; run the attention experiment again.`,
      );
    }),
  );
}

/** The attention of the row that predicts the number: an analysed problem has it. */
export function numberRow(problem: AnalysedProblem, layer: number): readonly number[] {
  return required(problem.attention('number', layer), `the attention of ${problem.id} in layer ${layer}`);
}
