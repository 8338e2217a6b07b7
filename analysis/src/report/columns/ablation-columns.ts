import type { AblationResults, ProblemAblations } from '../../experiments/ablation/results.js';
import { pack, type Packed } from '../shared/packed.js';
import type { AblationColumns, TruncationColumns } from '../shared/report-data.js';

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
