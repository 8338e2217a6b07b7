import { shareCell } from '../../estimates/share.js';
import type { Share } from '../../estimates/fields.js';
import type { CutRule } from '../../experiments/ablation/cut-rule.js';
import type { LensReads } from '../../experiments/lens/summary.js';
import type { FigureContent, MatrixPanel, Table } from '../../words/figure.js';
import type { Summary } from '../schema.js';

/** Figure 15: what the problems' steps say of the thoughts; null without steps. */
export function stepsAndThoughts({ known_truth: { cut_rule: rule, lens } }: Summary): FigureContent | null {
  if (rule === null) return null;
  const panels = [cutPanel(rule), ...(lens === null ? [] : [lensPanel(lens)])];
  const lensText =
    lens === null
      ? ''
      : ` b: share of the problems with that step (of ${lens.problems}) in which the likeliest token of the thought (logit lens, layer ${lens.layer}) is the step’s result.`;
  return {
    title: 'Thoughts and the steps of the problems',
    caption:
      `a: share of the ${rule.baseline_correct} baseline-correct answers that are still right when the rollout is cut after so many thoughts. ` +
      `Right of the line there are as many thoughts as steps: if thought k carries step k, cells are dark there and light on the left.${lensText}`,
    panels,
    across: 2,
    legend: [],
    numbers: tableOf(rule, lens),
  };
}

/** Cells of two numbers as a matrix of shares. */
function sharesPanel(
  title: string,
  rowTitle: string,
  columnTitle: string,
  cells: readonly { readonly row: number; readonly column: number; readonly share: Share }[],
): MatrixPanel {
  const rows = [...new Set(cells.map(({ row }) => row))];
  const columns = [...new Set(cells.map(({ column }) => column))];
  const found = rows.map((row) =>
    columns.map((column) => cells.find((cell) => cell.row === row && cell.column === column)?.share),
  );
  const flat = found.flat();
  return {
    kind: 'matrix',
    title: [title],
    rows: rows.map(String),
    columns: columns.map(String),
    rowTitle,
    columnTitle,
    values: found.map((row) => row.map((share) => share?.rate ?? null)),
    form: { unit: 'percent', decimals: 0 },
    labelled: true,
    counts: flat.map((share) =>
      share === undefined || share.rate === null ? '' : `${share.count}/${share.n}`,
    ),
    notes: [],
    empty: flat.flatMap((share, place) => (share === undefined ? [place] : [])),
    marks: [],
    mark: 'frame',
    markMeans: '',
    top: 1,
    diverging: false,
    scaleTitle: ['Share of', 'problems'],
    scaleLabels: ['0 %', '50 %', '100 %'],
    stair: [],
    problems: [],
    groups: [],
  };
}

function cutPanel({ cells }: CutRule): MatrixPanel {
  const panel = sharesPanel(
    'a  Answers kept when cut',
    'Steps',
    'Thoughts run before EOT',
    cells.map(({ steps: row, thoughts_run: column, kept: share }) => ({ row, column, share })),
  );
  return { ...panel, stair: panel.rows.map((steps) => Math.min(panel.columns.length, Number(steps))) };
}

function lensPanel({ cells }: LensReads): MatrixPanel {
  const panel = sharesPanel(
    'b  Thoughts that read a step’s result',
    'Step',
    'Thought',
    [...cells]
      .sort((a, b) => a.step - b.step || a.thought - b.thought)
      .map(({ step: row, thought: column, reads: share }) => ({ row, column, share })),
  );
  const own = panel.rows.flatMap((step, row) =>
    panel.columns.flatMap((thought, column) =>
      thought === step ? [row * panel.columns.length + column] : [],
    ),
  );
  return { ...panel, marks: own, markMeans: 'own step' };
}

function tableOf(rule: CutRule, lens: LensReads | null): Table {
  const cuts = rule.cells.map(({ steps, thoughts_run: run, kept }) => [
    `a: ${steps} steps, cut after ${run}`,
    shareCell(kept),
  ]);
  const reads = (lens?.cells ?? []).map(({ step, thought, reads: share }) => [
    `b: step ${step}, thought ${thought}`,
    shareCell(share),
  ]);
  return { head: ['cell', 'share'], rows: [...cuts, ...reads] };
}
