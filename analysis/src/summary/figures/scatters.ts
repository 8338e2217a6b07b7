import { centredWithin } from '../../statistics/descriptive.js';
import type { FigureContent } from '../../words/figure.js';
import { correlationText, pText } from '../../words/notation.js';
import { required } from '../../words/required.js';
import type { Association } from '../association-schema.js';
import type { AnalysedProblem } from '../match-problems.js';
import type { Summary } from '../schema.js';
import { conditionalP } from '../verdict.js';
import { lateAssociation, pairsOf, panelOf, pooledText, throughOrigin } from './pairs.js';

/** "within-position r = −0.06 (permutation p = 0.2)" or why there is none. */
function withinText({ within_position: within }: Association): string {
  if (within.r === null || within.p === null)
    return `within-position r undefined (${within.reason ?? 'no reason'})`;
  const test =
    within.permutation_p === null ? `naive ${pText(within.p)}` : `permutation ${pText(within.permutation_p)}`;
  return `within-position r = ${correlationText(within.r)} (${test})`;
}

/** "conditional r = −0.08 (p = 0.13)" of ranks, with the p that verdicts rest on, or that there is none. */
function conditionalText(association: Association): string {
  const { r } = association.conditional_ranks;
  const p = conditionalP(association);
  return r === null || p === null
    ? 'conditional r undefined'
    : `conditional r = ${correlationText(r)} (${pText(p)})`;
}

/** By thought: how many of its points flip. */
function legendOf({ per_thought: perThought }: Summary): FigureContent['legend'] {
  return Object.values(perThought).map(({ flips, n }, index) => ({
    thought: index + 1,
    text: `thought ${index + 1}: ${flips} of ${n} flip`,
  }));
}

/** The correlations of all layers and measures as a table. */
function correlationTable({ overall_correlation: layers }: Summary): FigureContent['numbers'] {
  return {
    head: ['layer', 'measure', 'pooled r', 'within-position r', 'conditional r (ranks)', 'p'],
    rows: Object.entries(layers).flatMap(([key, flips]) =>
      [
        { measure: 'flips', each: flips },
        { measure: 'drops', each: flips.gold_log_prob_drop },
      ].map(({ measure, each }) => {
        const text = (r: number | null): string => (r === null ? '–' : correlationText(r));
        // For flips the logistic regression has a say too.
        const p = conditionalP(measure === 'flips' ? flips : each);
        return [
          key.replace('layer_', ''),
          measure,
          text(each.r),
          text(each.within_position.r),
          text(each.conditional_ranks.r),
          p === null ? '–' : pText(p),
        ];
      }),
    ),
  };
}

/**
 * Figure 3. A flip is yes or no, so it would be two lines of points: the drop of the gold log-probability is drawn, a
 * flip fills the marker, and both r are told. The second panel takes the mean of each thought off both axes: what is
 * left of the first one's line when positions no longer differ.
 */
export function attentionVsImportance(
  summary: Summary,
  problems: readonly AnalysedProblem[],
): FigureContent | null {
  const association = lateAssociation(summary);
  if (association === null) return null;
  const pairs = pairsOf(problems, summary.late_layer);
  const centred = {
    ...pairs,
    x: centredWithin(pairs.x, pairs.thoughts),
    y: centredWithin(pairs.y, pairs.thoughts),
  };
  const drop = association.gold_log_prob_drop;
  return {
    title: `Attention against importance, layer ${summary.late_layer}\n${pooledText(drop)}, ${withinText(drop)}`,
    caption:
      `n = ${pairs.x.length} pairs: ${problems.length} baseline-correct problems × ${summary.thoughts} thoughts, ` +
      'row that predicts the number, mean over heads. ' +
      `With flips (0 or 1) as importance: ${pooledText(association)}, ${withinText(association)}. ` +
      `Inside problems and positions, on ranks, which verdicts rest on: drops ${conditionalText(drop)}, flips ${conditionalText(association)}. ` +
      'A naive p takes all pairs as independent.',
    panels: [
      panelOf(
        pairs,
        drop.line,
        ['a  Pooled'],
        ['Attention on the thought (weight)', 'Drop of gold log-probability (nats)'],
      ),
      panelOf(
        centred,
        throughOrigin(drop.within_position.slope),
        ['b  Within position: each thought’s mean taken off'],
        ['Attention − its thought’s mean (weight)', 'Drop − its thought’s mean (nats)'],
      ),
    ],
    across: 2,
    legend: legendOf(summary),
    numbers: correlationTable(summary),
  };
}

/** Columns of small multiples: 2 x 3 panels for six thoughts. */
function columnsFor(panels: number): number {
  if (panels <= 3) return panels;
  if (panels === 4) return 2;
  return panels <= 9 ? 3 : 4;
}

/** Figure 4: inside one position no difference between positions can pose as a correlation. */
export function correlationByPosition(summary: Summary, problems: readonly AnalysedProblem[]): FigureContent {
  const pairs = pairsOf(problems, summary.late_layer);
  const panels = Object.values(summary.per_thought).map((thought, index) => {
    const own = <T>(values: readonly T[]): T[] =>
      values.filter((_, place) => pairs.thoughts[place] === index + 1);
    const { r, p, reason } = thought.drop_correlation;
    return panelOf(
      {
        x: own(pairs.x),
        y: own(pairs.y),
        thoughts: own(pairs.thoughts),
        flips: own(pairs.flips),
        problems: own(pairs.problems),
      },
      thought.drop_line,
      [
        `Thought ${index + 1} (${thought.flips} of ${thought.n} flip)`,
        r === null || p === null
          ? `r undefined: ${reason ?? 'no reason'}`
          : `r = ${correlationText(r)}, ${pText(p)}`,
      ],
      ['Attention (weight)', 'Drop (nats)'],
    );
  });
  return {
    title: `Attention against importance at each position, layer ${summary.late_layer}`,
    caption:
      `n = ${problems.length} baseline-correct problems in each panel; p by t, not adjusted for ${panels.length} panels. ` +
      'Attention: row that predicts the number, mean over heads. Filled: the answer flips. The axes differ.',
    panels,
    across: columnsFor(panels.length),
    legend: [],
    numbers: byPositionTable(summary),
  };
}

/** r of attention and drop inside each position, of every layer that was read. */
function byPositionTable({ per_thought_by_layer: layers, thoughts }: Summary): FigureContent['numbers'] {
  const entries = Object.entries(layers);
  return {
    head: ['thought', ...entries.map(([key]) => `r in ${key.replace('_', ' ')}`)],
    rows: Array.from({ length: thoughts }, (_, index) => [
      String(index + 1),
      ...entries.map(([key, byThought]) => {
        const found = required(byThought[`thought_${index + 1}`], `thought ${index + 1} in ${key}`);
        const { r, p, reason } = found.drop_correlation;
        return r === null || p === null ? (reason ?? '–') : `${correlationText(r)} (${pText(p)})`;
      }),
    ]),
  };
}
