import { DIFFICULTIES, type Difficulty } from '../../words/difficulty.js';
import type { AblationResults, ProblemAblations } from '../../results/ablation.js';
import { percent } from '../../summary/index.js';
import { count, interval, type Count } from '../known/count.js';
import type { Series, SeriesFigure } from '../shared/figure.js';

/** Accuracy when only the first k thoughts are run, over all problems and by difficulty. */
export function truncationCurve({
  problems,
  thoughts,
  thoughts_run: run,
}: AblationResults): SeriesFigure | null {
  const whole = run ?? thoughts;
  const found = new Set(
    problems.flatMap(({ controls }) => controls.truncation.map((cut) => cut.thoughts_run)),
  );
  const cuts = [...new Set([...found, whole])].sort((a, b) => a - b);
  if (cuts.length < 2) return null;
  const curve = (name: string, members: readonly ProblemAblations[]): Series => {
    const counts = cuts.map((cut) => accuracyAt(members, cut, whole));
    return {
      name,
      values: counts.map(({ hits, n }) => (n === 0 ? null : hits / n)),
      low: counts.map((counted) => (counted.n === 0 ? null : interval(counted)[0])),
      high: counts.map((counted) => (counted.n === 0 ? null : interval(counted)[1])),
      notes: counts.map(({ hits, n }) => `${hits} of ${n} right`),
    };
  };
  const levels = DIFFICULTIES.map((level): [Difficulty, ProblemAblations[]] => [
    level,
    problems.filter(({ difficulty }) => difficulty === level),
  ]).filter(([, members]) => members.length > 0);
  const series = [
    curve('all problems', problems),
    ...levels.map(([level, members]) => curve(level, members)),
  ];
  return {
    kind: 'lines',
    id: 'truncation',
    title: 'How many thoughts the answers need',
    caption:
      `Share of right answers when the rollout is cut after the first k thoughts, k = ${cuts[0] ?? 0} to ${whole}. ` +
      `All ${problems.length} problems, right or wrong with the whole rollout. Whiskers: Wilson 95 % (of the levels in the tooltips).`,
    by: 'series',
    categories: cuts.map(String),
    series,
    xTitle: 'Thoughts run',
    yTitle: 'Right answers',
    form: { unit: 'percent', decimals: 0 },
    numbers: {
      head: ['thoughts run', ...series.map(({ name }) => name)],
      rows: cuts.map((cut, index) => [
        String(cut),
        ...series.map(({ values, notes }) => {
          const share = values[index] ?? null;
          return share === null ? '' : `${percent(share)} (${notes[index] ?? ''})`;
        }),
      ]),
    },
  };
}

function accuracyAt(members: readonly ProblemAblations[], cut: number, whole: number): Count {
  const outcomes = members.flatMap(({ controls, baseline }): { readonly correct: boolean }[] =>
    cut === whole ? [baseline] : controls.truncation.filter((each) => each.thoughts_run === cut),
  );
  return count(outcomes, ({ correct }) => correct);
}
