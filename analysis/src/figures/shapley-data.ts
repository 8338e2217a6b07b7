import { readersNote } from '../words/readers-note.js';
import type { GameSummary, Summary } from '../summary/index.js';
import { fixed, interventionText } from '../summary/index.js';
import type { BarsChart } from './bars-chart.js';

/** What figure 5 shows. */
export interface ShapleyFigure {
  readonly title: string;
  readonly subtitle: string;
  readonly footnote: string | null;
  readonly panels: readonly [BarsChart, BarsChart];
}

/** The data of figure 5; null without the lattice. */
export function shapleyFigure(summary: Summary): ShapleyFigure | null {
  const { lattice } = summary;
  if (lattice === null) return null;
  return {
    title: 'Shapley value of each continuous thought',
    subtitle:
      `What a thought adds to those already intact, averaged over all orders; ablated: ${interventionText(summary.intervention)}. ` +
      `All ${lattice.sets} sets of thoughts, n = ${lattice.problems} problems, right or wrong. ` +
      'Whiskers: 95 % intervals, problems resampled, each for itself.',
    footnote: readersNote(summary),
    panels: [
      panelOf(lattice.gold_log_prob, 'a  Gold log-probability', 'Shapley value (nats)', 1, 2),
      panelOf(lattice.accuracy, 'b  Accuracy', 'Shapley value (percentage points)', 100, 1),
    ],
  };
}

function panelOf(
  game: GameSummary,
  title: string,
  yTitle: string,
  scale: number,
  decimals: number,
): BarsChart {
  const bars = game.shapley.map(({ thought, value, interval_95: interval }) => ({
    name: String(thought),
    value: scale * value,
    low: scale * (interval?.[0] ?? value),
    high: scale * (interval?.[1] ?? value),
    label: fixed(scale * value, decimals),
  }));
  const sum = fixed(scale * game.gain.value, decimals);
  const [none, all] = [game.none.value, game.all.value].map((value) => fixed(scale * value, decimals));
  return {
    title: `${title}: ${sum} in sum (from ${none ?? ''} to ${all ?? ''})`,
    bars,
    xTitle: 'Continuous thought',
    yTitle,
    range: { suggestedMax: 1.08 * Math.max(...bars.map(({ high }) => high), 0) },
  };
}
