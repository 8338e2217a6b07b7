import { ablation } from '../../experiments/ablation/ablation.js';
import { attention } from '../../experiments/attention/attention.js';
import type { Experiment, FigureRule, FigureWords } from '../../experiments/experiment.js';
import { OPTIONAL_EXPERIMENTS } from '../../experiments/registry.js';
import type { Figure, FigureContent } from '../../words/figure.js';
import { interventionText } from '../../words/intervention-text.js';
import { readersNote } from '../../words/precision.js';
import type { AnalysedProblem } from '../match-problems.js';
import type { Summary } from '../schema.js';
import { covarianceSplit } from './covariance-split.js';
import { cumulativeCurves } from './curves.js';
import { layerHeadMap } from './head-map.js';
import { importanceByPosition, importanceHeatmap } from './importance.js';
import { attentionVsImportance, correlationByPosition } from './scatters.js';
import { stepsAndThoughts } from './steps.js';

/** A figure of the summary as a whole and of the problems that it is made of. */
interface RunFigureRule {
  readonly name: string;
  readonly needs: string;
  make(summary: Summary, problems: readonly AnalysedProblem[]): FigureContent | null;
}

/** A figure whose data are not there, and what it needs. */
export interface FigureNotDrawn {
  readonly name: string;
  readonly needs: string;
}

const LEFT = 'a problem that is left after the exclusions';

/** The origin's four are always drawn. */
const ALWAYS: readonly RunFigureRule[] = [
  { name: '1_importance_by_position', needs: LEFT, make: importanceByPosition },
  { name: '2_importance_heatmap', needs: LEFT, make: importanceHeatmap },
  { name: '3_attention_vs_importance', needs: LEFT, make: attentionVsImportance },
  { name: '4_correlation_by_position', needs: LEFT, make: correlationByPosition },
];

/** Those across experiments. */
const ACROSS: readonly RunFigureRule[] = [
  { name: '7_cumulative_curves', needs: 'a truncation curve or the lattice', make: cumulativeCurves },
  { name: '8_layer_head_map', needs: LEFT, make: layerHeadMap },
  { name: '13_between_within_split', needs: LEFT, make: covarianceSplit },
  { name: '15_steps_and_thoughts', needs: 'the dataset and a truncation curve', make: stepsAndThoughts },
];

const NOTHING_LEFT: FigureContent = {
  title: 'Nothing to draw',
  caption: 'No problem is left after the exclusions; the summary counts them.',
  panels: [],
  across: 1,
  legend: [],
  numbers: null,
};

/** The figures of one experiment, of its facts as the summary keeps them. */
function ofExperiment({ facts, figures }: Pick<Experiment, 'facts' | 'figures'>): RunFigureRule[] {
  return figures.map((rule: FigureRule<object>) => ({
    name: rule.name,
    needs: rule.needs,
    make: (summary) => {
      const flat: Record<string, unknown> = {
        ...summary,
        cut_rule: summary.known_truth.cut_rule,
        lens_reads: summary.known_truth.lens,
      };
      const own = Object.fromEntries(Object.keys(facts.shape).map((key) => [key, flat[key]]));
      return rule.make(own, wordsOf(summary));
    },
  }));
}

function wordsOf(summary: Summary): FigureWords {
  return {
    intervention: interventionText(summary.intervention),
    thoughts: summary.thoughts,
  };
}

/** Every figure, in the order of its number. */
const RULES: readonly RunFigureRule[] = [
  ...ALWAYS,
  ...ACROSS,
  ...[ablation, attention, ...OPTIONAL_EXPERIMENTS].flatMap(ofExperiment),
].sort((a, b) => Number.parseInt(a.name) - Number.parseInt(b.name));

/** The names of all figures; files add `.png`, `.pdf` and `.svg`. */
export const FIGURE_NAMES: readonly string[] = RULES.map(({ name }) => name);

/**
 * The figures of a run whose data are there, and the names of the others. Paper and page draw these very figures.
 *
 * @param problems those of `matchProblems`.
 */
export function runFigures(
  summary: Summary,
  problems: readonly AnalysedProblem[],
): { figures: Figure[]; notDrawn: FigureNotDrawn[] } {
  const figures: Figure[] = [];
  const notDrawn: FigureNotDrawn[] = [];
  const footnote = readersNote(summary);
  for (const rule of RULES) {
    const always = ALWAYS.includes(rule);
    const content = always && problems.length === 0 ? NOTHING_LEFT : rule.make(summary, problems);
    if (content === null) notDrawn.push({ name: rule.name, needs: rule.needs });
    else figures.push({ name: rule.name, footnote, ...content });
  }
  return { figures, notDrawn };
}
