import { readersNote } from '../words/readers-note.js';
import type { CutRule, LensReads, Share, Summary } from '../summary/index.js';
import { fixed } from '../summary/index.js';
import type { MatrixCell, MatrixFigure, MatrixPanel } from './matrix-figure-data.js';

/** The data of figure 15: what the problems' steps say of the thoughts; null without steps. */
export function knownTruthFigure(summary: Summary): MatrixFigure | null {
  const { cut_rule: rule, lens } = summary.known_truth;
  if (rule === null) return null;
  const panels = [cutPanel(rule), ...(lens === null ? [] : [lensPanel(lens)])];
  const lensText =
    lens === null
      ? ''
      : ` b: share of the ${lens.problems} problems with that step in which the likeliest token of the thought (logit lens, layer ${lens.layer}) is the step’s result.`;
  return {
    title: 'Thoughts and the steps of the problems',
    subtitle:
      `a: share of the ${rule.baseline_correct} baseline-correct answers that are still right when the rollout is cut after so many thoughts. ` +
      `Right of the line there are as many thoughts as steps: if thought k carries step k, cells are dark there and light on the left.${lensText}`,
    footnote: readersNote(summary),
    panels,
    diverging: false,
    scaleTitle: 'Share of\nproblems',
    scaleLabels: ['0 %', '50 %', '100 %'],
    markLegend: lens === null ? null : 'own step',
    cellWidth: 46,
    cellHeight: 34,
    across: 2,
  };
}

function cellOf({ rate, count, n }: Share, marked = false): MatrixCell {
  return {
    share: rate,
    lines: rate === null ? ['–'] : [`${fixed(100 * rate, 0)} %`, `${count}/${n}`],
    marked,
  };
}

function cutPanel({ cells }: CutRule): MatrixPanel {
  const steps = [...new Set(cells.map((cell) => cell.steps))];
  const cuts = [...new Set(cells.map((cell) => cell.thoughts_run))];
  return {
    title: 'a  Answers kept when cut',
    rowTitle: 'Steps',
    columnTitle: 'Thoughts run before EOT',
    rows: steps.map(String),
    columns: cuts.map(String),
    cells: steps.map((step) =>
      cuts.map((run) => {
        const cell = cells.find((each) => each.steps === step && each.thoughts_run === run);
        return cell === undefined ? null : cellOf(cell.kept);
      }),
    ),
    stair: steps.map((step) => Math.min(cuts.length, step)),
  };
}

function lensPanel({ cells }: LensReads): MatrixPanel {
  const steps = [...new Set(cells.map((cell) => cell.step))];
  const thoughts = [...new Set(cells.map((cell) => cell.thought))];
  return {
    title: 'b  Thoughts that read a step’s result',
    rowTitle: 'Step',
    columnTitle: 'Thought',
    rows: steps.map(String),
    columns: thoughts.map(String),
    cells: steps.map((step) =>
      thoughts.map((thought) => {
        const cell = cells.find((each) => each.step === step && each.thought === thought);
        return cell === undefined ? null : cellOf(cell.reads, step === thought);
      }),
    ),
  };
}
