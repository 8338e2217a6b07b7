import type { PlanLevels, RunCost } from '@codiscope/analysis';

import { pairs } from '../terminal/pairs.js';
import { table } from '../terminal/table.js';
import type { PlannedSize } from './sample-size.js';

/** The error rates that all sizes are planned with, in a line. */
export function levelsText({ alpha, power }: Required<PlanLevels>, tests: number): string {
  const adjusted = tests === 1 ? '' : `, the share of each of ${tests} tests (Bonferroni)`;
  return `two-sided alpha ${short(alpha)}${adjusted}, power ${short(power)}`;
}

/** A planned size in words. */
export function sizeText(size: PlannedSize, thoughts: number): string {
  switch (size.kind) {
    case 'correlation': {
      const start = `a correlation of ${size.r}: `;
      if (size.pairs === null) return `${start}${size.reason ?? 'no number is enough'}`;
      const rows = size.clustered.map(({ iccProduct, problems }) => [String(iccProduct), String(problems)]);
      return [
        `${start}${size.pairs} independent pairs (Fisher's z), so ${size.pairs} problems with one value each;`,
        `with ${thoughts} thoughts a problem, by the product of the intraclass correlations of attention and importance`,
        `(of an earlier run: clustering in summary_statistics.json):`,
        table(['product of ICCs', 'problems'], rows),
      ].join('\n');
    }
    case 'paired_rates': {
      const start = `flip rates of ${size.rates.join(' and ')} on the same problems, ${short(size.discordance)} of them flipping under one only: `;
      if (size.problems === null || size.exactPower === null)
        return `${start}${size.reason ?? 'no number is enough'}`;
      return `${start}${size.problems} problems (McNemar, normal approximation; the exact test then has power ${size.exactPower.toFixed(3)})`;
    }
    case 'rate': {
      const start = `a rate of ${size.rate} to within ${size.halfWidth}: `;
      return `${start}${size.problems === null ? (size.reason ?? 'no number is enough') : `${size.problems} problems (Wilson's interval)`}`;
    }
  }
}

/** The cost of a run, and the memory that it takes. */
export interface MeasuredCost extends RunCost {
  /** The weights alone, by parameters and precision. */
  readonly weightsMiB: number;
  /** Of this process after the measurement, at most so far; null where the server runs in another. */
  readonly peakMiB: number | null;
}

/** The cost of a run as tables. */
export function costText(cost: MeasuredCost): string {
  const { measured, experiments } = cost;
  const rows = [...experiments, { verb: 'together', ...cost }].map(({ verb, rollouts, seconds }) => [
    verb,
    String(rollouts),
    duration(seconds),
  ]);
  return [
    `a run of ${cost.problems} problems, ${cost.model}`,
    table(['experiment', 'rollouts', 'about'], rows),
    '',
    pairs({
      time: `then fitting, statistics and figures; measured: ${measured.rollouts} rollouts of ${measured.problems} problems in ${measured.seconds.toFixed(1)} s`,
      memory: `${cost.weightsMiB.toFixed(0)} MiB of weights; ${cost.peakMiB === null ? 'for the rest see the server' : `this process took ${cost.peakMiB.toFixed(0)} MiB at most`}`,
    }),
  ].join('\n');
}

function duration(seconds: number): string {
  if (seconds < 90) return `${seconds.toFixed(0)} s`;
  return seconds < 5400 ? `${(seconds / 60).toFixed(0)} min` : `${(seconds / 3600).toFixed(1)} h`;
}

function short(value: number): string {
  return String(Number(value.toPrecision(3)));
}
