import type {
  ComparisonResults,
  Dataset,
  DecompositionResults,
  LensResults,
  Problem,
  RoutingResults,
  TwinResults,
} from '@codiscope/analysis';

import { LAYERS, type MadeHeader } from './made-experiments.js';
import { behaviour, resultOf, share } from './made-numbers.js';

const GROUPS = ['question_numbers', 'question_other', 'bot'];

function head(problem: Problem, index: number, thoughts: number) {
  return {
    problem_id: problem.gsm8k_id,
    difficulty: problem.difficulty,
    expected_answer: problem.answer,
    baseline_correct: behaviour(problem, index, thoughts).right,
  };
}

function upTo(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index + 1);
}

/** Thought k says the result of step k, but for every eighth time; beyond the last step it says 99. */
export function madeLens(header: MadeHeader, { problems }: Dataset): LensResults {
  return {
    ...header,
    kind: 'lens',
    layers: LAYERS,
    refused: [],
    problems: problems.map((problem, index) => ({
      ...head(problem, index, header.thoughts),
      readings: upTo(header.thoughts).flatMap((thought) =>
        LAYERS.map(({ layer }) => {
          const step = problem.steps?.[thought - 1];
          const said = step === undefined || (index + thought) % 8 === 0 ? 99 : resultOf(step);
          const pieces = [String(said), String(said + 1), 'the'];
          return {
            thought,
            layer,
            top: pieces.map((piece, rank) => ({
              token: rank,
              piece,
              log_prob: Math.log([0.8, 0.1, 0.05][rank] ?? 0.01),
            })),
          };
        }),
      ),
    })),
  };
}

/** Thought k looks at the k-th number of the question with 40 %, and at all tokens a little. */
export function madeRouting(header: MadeHeader, { problems }: Dataset): RoutingResults {
  return {
    ...header,
    kind: 'routing',
    layers: LAYERS,
    token_classes: ['number', 'operator', 'entity', 'other'],
    refused: [],
    problems: problems.map((problem, index) => {
      const pieces = ['<s>', ...(problem.question.match(/\d+|[A-Za-z]+|[^\sA-Za-z\d]/g) ?? [])];
      const tokens = pieces.map((piece) => ({
        piece,
        class: /\d/.test(piece) ? ('number' as const) : ('other' as const),
      }));
      const numbers = tokens.flatMap((token, place) => (token.class === 'number' ? [place] : []));
      const weights = upTo(header.thoughts).map((thought) =>
        tokens.map((_, place) => (numbers[thought - 1] === place ? 0.4 : 0.5 / tokens.length)),
      );
      const sum = (row: readonly number[]): number => row.reduce((total, weight) => total + weight, 0);
      const onNumbers = (row: readonly number[]): number => sum(numbers.map((place) => row[place] ?? 0));
      const layer = {
        weights,
        by_class: weights.map((row) => [onNumbers(row), 0, 0, sum(row) - onNumbers(row)]),
        elsewhere: weights.map((row) => 1 - sum(row)),
      };
      const by_layer = Object.fromEntries(LAYERS.map((each) => [`layer_${each.layer}`, layer]));
      return { ...head(problem, index, header.thoughts), tokens, by_layer };
    }),
  };
}

/** Two layers; the parts add up to the margin. */
export function madeDecomposition(header: MadeHeader, { problems }: Dataset): DecompositionResults {
  const groups = [
    ...GROUPS,
    ...upTo(header.thoughts).map((thought) => `thought_${thought}`),
    'eot',
    'answer',
  ];
  const results = {
    ...header,
    kind: 'decomposition' as const,
    groups,
    layers: 2,
    additivity: { tolerance: 1e-3, largest_error: 1e-6, not_additive: [] },
    refused: [],
    problems: problems.map((problem, index) => {
      const attention = [0, 1].map((layer) => groups.map((_, group) => share(index, layer, group) - 0.4));
      const mlp = [0.5, 0.7];
      const logit = [...attention.flat(), ...mlp, 0.1, 0].reduce((sum, part) => sum + part, 0);
      const piece = `${problem.answer} - ${problem.answer + 1}`;
      const difference = { piece, logit, attention, heads: [[0], [0]], mlp, embedding: 0.1, bias: 0 };
      return {
        ...head(problem, index, header.thoughts),
        gold: { ...difference, piece: String(problem.answer) },
        rival: { ...difference, piece: String(problem.answer + 1) },
        difference,
      };
    }),
  };
  return results;
}

/** Two ways to ablate: the second flips half as often. */
export function madeComparison(header: MadeHeader, { problems }: Dataset): ComparisonResults {
  const arm = { site: 'resid_post', layer: 4, method_settings: {}, effect: 'total' as const };
  return {
    ...header,
    kind: 'comparison',
    arms: [
      { ...arm, name: 'zero, total', method: 'zero' },
      { ...arm, name: 'mean, total', method: 'mean' },
    ],
    layers: [7],
    refused: [],
    problems: problems.map((problem, index) => {
      const { flips, drop } = behaviour(problem, index, header.thoughts);
      const effect = (thought: number, seldom: boolean) => ({
        flip: flips(thought) && (!seldom || index % 2 === 0) ? (1 as const) : (0 as const),
        reverse_flip: 0 as const,
        answer_changed: flips(thought),
        gold_log_prob_drop: drop(thought),
        margin_drop: drop(thought),
        kl_from_baseline: drop(thought) / 2,
        norm_ratio: null,
        distance: null,
        clean_distance: null,
      });
      return {
        ...head(problem, index, header.thoughts),
        baseline_gold_log_prob: -0.1,
        effects: [false, true].map((seldom) =>
          upTo(header.thoughts).map((thought) => effect(thought, seldom)),
        ),
        attention: null,
        value_norms: null,
      };
    }),
  };
}

/** The twin's thought k carries its answer over where step k is the first that differs. */
export function madeTwins(header: MadeHeader, { problems }: Dataset): TwinResults {
  return {
    ...header,
    kind: 'twin_patching',
    site: 'resid_post',
    layer: 4,
    without_twin: [],
    refused: [],
    pairs: problems.map((problem, index) => {
      const first = 1 + (index % Math.min(problem.reasoning_steps, header.thoughts));
      const patches = upTo(header.thoughts).map((thought) => ({
        thoughts: [thought],
        predicted_answer: problem.answer,
        took_answer: thought === first,
        kept_answer: thought !== first,
        shift: thought === first ? 3 : 0,
      }));
      return {
        problem_id: problem.gsm8k_id,
        difficulty: problem.difficulty,
        answer: problem.answer,
        twin_answer: problem.answer + 1,
        first_changed_step: first,
        step_changed: Array.from({ length: problem.reasoning_steps }, (_, step) => step + 1 >= first),
        patched_answers: Array.from({ length: problem.reasoning_steps }, () => null),
        both_correct: index % 10 !== 9,
        from_twin: patches,
        from_problem: patches,
      };
    }),
  };
}
