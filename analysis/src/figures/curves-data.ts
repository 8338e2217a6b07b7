import { readersNote } from '../words/readers-note.js';
import type { GameSummary, Summary } from '../summary/index.js';
import { interventionText } from '../summary/index.js';
import type { CurveChart, CurvePoint } from './curve-chart.js';

/** What figure 7 shows. */
export interface CurvesFigure {
  readonly title: string;
  readonly subtitle: string;
  readonly footnote: string | null;
  readonly panels: readonly CurveChart[];
}

/** The data of figure 7: answers by how many thoughts are there. Null without a truncation curve and a lattice. */
export function curvesFigure(summary: Summary): CurvesFigure | null {
  const { lattice, truncation } = summary;
  const cuts = Object.values(truncation.accuracy).flatMap(
    ({ thoughts_run: run, accuracy, wilson_95: interval }) =>
      accuracy === null || interval === null ? [] : [scaled(run, accuracy, interval, 100)],
  );
  if (lattice === null && cuts.length < 2) return null;
  const cut = { name: 'cut after thought k (EOT follows)', points: cuts };
  const accuracy: CurveChart = {
    title: lattice === null ? 'Accuracy' : 'b  Accuracy',
    series: [...(lattice === null ? [] : seriesOf(lattice.accuracy, 100)), cut],
    xTitle: 'Thoughts k',
    yTitle: 'Right answers (%)',
    range: { min: 0, max: 100 },
  };
  const score: CurveChart[] =
    lattice === null
      ? []
      : [
          {
            title: 'a  Gold log-probability',
            series: seriesOf(lattice.gold_log_prob, 1),
            xTitle: 'Thoughts k',
            yTitle: 'Gold log-probability (nats)',
            range: { suggestedMax: 0 },
          },
        ];
  const ablated =
    lattice === null
      ? 'The lattice was not run, so there is no curve of ablated thoughts.'
      : `The other thoughts ablated (${interventionText(summary.intervention)}) or, cut, not run at all.`;
  return {
    title: 'Answers by how many thoughts are there',
    subtitle: `${ablated} n = ${summary.num_problems.total} problems, right or wrong. Whiskers: 95 % intervals (problems resampled; cut: Wilson).`,
    footnote: readersNote(summary),
    panels: [...score, accuracy],
  };
}

function seriesOf({ prefix, suffix }: GameSummary, scale: number): CurveChart['series'] {
  const pointsOf = (curve: GameSummary['prefix']): CurvePoint[] =>
    curve.map(({ intact, value, interval_95: interval }) =>
      scaled(intact, value, interval ?? [value, value], scale),
    );
  return [
    { name: 'first k intact', points: pointsOf(prefix) },
    { name: 'last k intact', points: pointsOf(suffix) },
  ];
}

function scaled(x: number, y: number, [low, high]: readonly [number, number], scale: number): CurvePoint {
  return { x, y: scale * y, low: scale * low, high: scale * high };
}
