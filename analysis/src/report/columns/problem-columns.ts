import type { AblationResults, ProblemAblations } from '../../experiments/ablation/results.js';
import type { AttentionResults } from '../../experiments/attention/results.js';
import type { RunResults } from '../../run-results.js';
import { matchProblems } from '../../summary/match-problems.js';
import { required } from '../../words/required.js';
import { DIFFICULTIES } from '../../words/thought.js';
import { type Packed, pack } from '../shared/packed.js';
import type {
  AblationColumns,
  AttentionColumns,
  ProblemColumns,
  TruncationColumns,
} from '../shared/report-data.js';

/**
 * The problems of the ablation results with their questions, in the order of that file.
 *
 * @throws RangeError naming a problem that the dataset does not have; `readRunResults` lets no such results pass.
 */
export function problemColumns({
  ablation,
  attention,
  problems: all,
}: Pick<RunResults, 'ablation' | 'attention' | 'problems'>): ProblemColumns {
  const dataset = new Map(all.map((problem) => [problem.gsm8k_id, problem]));
  const analysed = new Set(matchProblems(ablation, attention).analysed.map(({ id }) => id));
  const { problems } = ablation;
  const source = problems.map(({ problem_id: id }) =>
    required(dataset.get(id), `Problem ${id} of the dataset`),
  );
  return {
    ids: problems.map(({ problem_id: id }) => id),
    questions: source.map(({ question }) => question),
    levels: problems.map(({ difficulty }) => DIFFICULTIES.indexOf(difficulty)),
    answers: problems.map(({ expected_answer: answer }) => answer),
    stepCounts: source.map(({ reasoning_steps: count }) => count),
    steps: source.map(({ steps = [] }) => steps),
    predicted: problems.map(({ baseline }) => baseline.predicted_answer),
    outputs: problems.map(({ baseline }) => baseline.output),
    correct: problems.map(({ baseline }) => (baseline.correct ? 1 : 0)),
    analysed: problems.map(({ problem_id: id }) => (analysed.has(id) ? 1 : 0)),
    goldLogProb: pack(
      problems.map(({ baseline }) => baseline.gold_log_prob),
      [problems.length],
      3,
    ),
  };
}

type Ablation = ProblemAblations['token_ablations'][number];
type Cut = ProblemAblations['controls']['truncation'][number];

/** Every ablation of every problem; sets that a problem lacks are null. */
export function ablationColumns({ problems }: AblationResults): AblationColumns {
  const names = new Map(
    problems.flatMap(({ token_ablations: ablations }) =>
      ablations.map(({ thoughts }) => [thoughts.join('+'), thoughts]),
    ),
  );
  const rows = problems.map(({ token_ablations: ablations }) => {
    const byName = new Map(ablations.map((ablation) => [ablation.thoughts.join('+'), ablation]));
    return [...names.keys()].map((name) => byName.get(name) ?? null);
  });
  const packed = (value: (ablation: Ablation) => number | null): Packed =>
    pack(
      rows.flat().map((ablation) => ablation && value(ablation)),
      [problems.length, names.size],
      3,
    );
  return {
    sets: [...names.values()],
    answers: rows.map((row) => row.map((ablation) => ablation?.predicted_answer ?? null)),
    flips: rows.map((row) => row.map((ablation) => ablation && ablation.importance - ablation.reverse_flip)),
    drop: packed(({ gold_log_prob_drop: drop }) => drop),
    margin: packed(({ margin }) => margin),
    kl: packed(({ kl_from_baseline: kl }) => kl),
  };
}

/** Every cut of every problem; the whole rollout is the last. */
export function truncationColumns({
  problems,
  thoughts,
  thoughts_run: run,
}: AblationResults): TruncationColumns {
  const whole = run ?? thoughts;
  const found = new Set(
    problems.flatMap(({ controls }) => controls.truncation.map((cut) => cut.thoughts_run)),
  );
  const cuts = [...found].filter((cut) => cut !== whole).sort((a, b) => a - b);
  const rows = problems.map(({ controls, baseline }) => [
    ...cuts.map(
      (wanted): Cut | null => controls.truncation.find((cut) => cut.thoughts_run === wanted) ?? null,
    ),
    baseline,
  ]);
  return {
    cuts: [...cuts, whole],
    answers: rows.map((row) => row.map((cut) => cut?.predicted_answer ?? null)),
    correct: rows.map((row) => row.map((cut) => (cut === null ? null : cut.correct ? 1 : 0))),
    goldLogProb: pack(
      rows.flat().map((cut) => cut?.gold_log_prob ?? null),
      [problems.length, cuts.length + 1],
      3,
    ),
  };
}

/** Above so many weights of single heads two decimals are kept, not three: the page must stay small. */
const MANY_WEIGHTS = 500_000;

/** The attention of the row that predicts the number, for the problems `ids` in their order. */
export function attentionColumns(attention: AttentionResults, ids: readonly string[]): AttentionColumns {
  const { layers, thoughts } = attention;
  const byId = new Map(attention.problems.map((problem) => [problem.problem_id, problem.attention_by_layer]));
  const rows = ids.flatMap((id) => layers.map(({ layer }) => byId.get(id)?.[`layer_${layer}`] ?? null));
  const groups = Object.keys(rows.find((row) => row !== null)?.mass ?? {});
  const heads = Math.max(0, ...rows.flatMap((row) => (row === null ? [] : [row.heads.length])));
  const weights = ids.length * layers.length * heads * thoughts;
  return {
    layers,
    groups,
    mass: pack(
      rows.flatMap((row) => groups.map((group) => row?.mass[group] ?? null)),
      [ids.length, layers.length, groups.length],
      3,
    ),
    heads: pack(
      rows.flatMap((row) =>
        Array.from({ length: heads * thoughts }, (_, place) => {
          const head = row?.heads[Math.floor(place / thoughts)];
          return head?.[place % thoughts] ?? null;
        }),
      ),
      [ids.length, layers.length, heads, thoughts],
      weights > MANY_WEIGHTS ? 2 : 3,
    ),
  };
}
