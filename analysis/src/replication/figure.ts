import type { Figure } from '../words/figure.js';
import { fixed, pText } from '../words/notation.js';
import { approximationNote } from '../words/precision.js';
import type { ReplicationResults, ReplicationStage } from './results.js';

/** How the headline correlation moves as one flaw after the other is mended. */
export function replicationFigure(results: ReplicationResults): Figure {
  const { stages, attention_layer: layer } = results;
  return {
    name: 'replication_waterfall',
    title: 'What is left of the headline when its flaws are mended one at a time',
    caption: `r of attention at layer ${layer} with the importance of a thought. Bars: how the number that would be reported moves. Diamonds: r of ranks with problems and slots taken into account, 95 % interval of whole problems.`,
    footnote: approximationNote(results),
    panels: [
      {
        kind: 'waterfall',
        title: [],
        steps: stages.map((stage, index) => stepOf(stage, stages[index - 1]?.headline ?? null)),
        xTitle: 'correlation',
        form: { unit: 'r', decimals: 1 },
        legend: { up: 'rises', down: 'falls', total: '', beside: 'conditional r of ranks' },
      },
    ],
    across: 1,
    legend: [],
    numbers: null,
  };
}

function stepOf(
  { stage, mended, headline, pooled, conditional, problems, conclusion }: ReplicationStage,
  before: number | null,
) {
  const p = headline === conditional.r ? conditional.p : pooled.p;
  // Without a value the bar stays where the stage before ended.
  const from = before ?? 0;
  return {
    name: `${stage}. ${mended}`,
    from,
    to: headline ?? from,
    label: [
      headline === null ? 'no value' : `r = ${fixed(headline, 3)}`,
      p === null ? `n = ${problems}` : `${pText(p)}, n = ${problems}`,
      shortConclusion(conclusion),
    ],
    total: false,
    beside:
      conditional.r === null
        ? null
        : {
            value: conditional.r,
            low: conditional.interval?.[0] ?? null,
            high: conditional.interval?.[1] ?? null,
          },
  };
}

const shortConclusion = (conclusion: string): string =>
  conclusion
    .replace('attention goes with importance', '"goes with it"')
    .replace('attention goes against importance', '"goes against it"')
    .replace('no relation', '"no relation"');
