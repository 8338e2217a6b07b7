import { shortened, type Line, type NumberForm, type ScatterPanel } from '../../words/figure.js';
import { correlationText, pText } from '../../words/notation.js';
import type { Association } from '../association-schema.js';
import { numberRow, type AnalysedProblem } from '../match-problems.js';
import type { Summary } from '../schema.js';

const WEIGHT: NumberForm = { unit: 'weight', decimals: 4 };
const NATS: NumberForm = { unit: 'nats', decimals: 2 };

/** The pairs of (problem, thought), problem by problem. */
export interface Pairs {
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly thoughts: readonly number[];
  readonly flips: readonly (0 | 1)[];
  readonly problems: readonly string[];
}

/** The late layer's association of attention and flips; null where nothing was read. */
export function lateAssociation({ overall_correlation: layers, late_layer: layer }: Summary) {
  return layers[`layer_${layer}`] ?? null;
}

/** The pairs at one layer: attention of the row that predicts the number, and drops. */
export function pairsOf(problems: readonly AnalysedProblem[], layer: number): Pairs {
  return {
    x: problems.flatMap((problem) => numberRow(problem, layer)),
    y: problems.flatMap(({ drops }) => drops),
    thoughts: problems.flatMap(({ drops }) => drops.map((_, place) => place + 1)),
    flips: problems.flatMap(({ flips }) => flips.map((flip) => (flip === 1 ? 1 : 0))),
    problems: problems.flatMap(({ id, drops }) => drops.map(() => id)),
  };
}

/** A scatter of pairs; its points are shortened to what can be seen. */
export function panelOf(
  pairs: Pairs,
  line: Line | null,
  title: readonly string[],
  [xTitle, yTitle]: readonly [string, string],
  [xForm, yForm]: readonly [NumberForm, NumberForm] = [WEIGHT, NATS],
): ScatterPanel {
  return {
    kind: 'scatter',
    title,
    ...pairs,
    x: pairs.x.map(shortened),
    y: pairs.y.map(shortened),
    line,
    xTitle,
    yTitle,
    xForm,
    yForm,
    means: false,
  };
}

/** Through the origin: of values whose means are off. */
export function throughOrigin(slope: number | null): Line | null {
  return slope === null ? null : { slope, intercept: 0 };
}

/** "pooled r = 0.19 (naive p = 0.022)" or why there is none. */
export function pooledText({ r, p, reason }: Pick<Association, 'r' | 'p' | 'reason'>): string {
  return r === null || p === null
    ? `pooled r undefined (${reason ?? 'no reason'})`
    : `pooled r = ${correlationText(r)} (naive ${pText(p)})`;
}
