import type { WaterfallPanel } from '../../../words/figure.js';
import { groupName } from '../../../words/key-group.js';
import { entryAt } from '../../../words/required.js';
import { valueAt } from '../../shared/packed.js';
import { waterfallSteps } from '../../shared/waterfall.js';
import { draw, type Drawn } from '../charts/chart-js.js';
import { keyElements } from '../charts/key.js';
import { waterfallChart } from '../charts/waterfall.js';
import { element } from '../element.js';
import { answerText, fixedText } from '../number-text.js';
import { currentTheme } from '../theme.js';
import { part, type Seen } from './part.js';

/** What the margin of this problem's answer is made of; the chart must be destroyed with it. */
export function decompositionView({ data, place }: Seen): { view: HTMLElement; chart: () => Drawn } | null {
  const { decomposition, problems } = data;
  if (decomposition === null) return null;
  const parts = decomposition.groups.flatMap((group, index) => {
    const value = valueAt(decomposition.parts, place, index);
    return value === null ? [] : [{ name: groupName(group), value }];
  });
  const rival = decomposition.rivals[place] ?? null;
  // All parts of a problem are known, or none.
  if (parts.length < decomposition.groups.length || rival === null) return null;
  const answer = answerText(entryAt(problems.answers, place, 'the answer'));
  const margin = fixedText(valueAt(decomposition.margin, place), 2);
  const title = `Parts of the margin of ${answer} over ${rival.trim()}: ${margin} logits`;
  const panel: WaterfallPanel = {
    kind: 'waterfall',
    title: [],
    steps: waterfallSteps(parts, 'margin'),
    xTitle: 'logits, parts added from the top',
    form: { unit: 'logits', decimals: 2 },
    legend: { up: `for ${answer}`, down: `for ${rival.trim()}`, total: 'their sum', beside: '' },
  };
  const canvas = element('canvas', {
    attributes: {
      role: 'img',
      'aria-label': `${title}. ${parts.map(({ name, value }) => `${name} ${fixedText(value, 2)}`).join('; ')}.`,
    },
  });
  const frame = element('div', { class: 'chart' }, [canvas]);
  const { setup, entries, height } = waterfallChart(panel, currentTheme());
  frame.style.height = `${height}px`;
  const key = element(
    'div',
    { class: 'key' },
    keyElements(entries, [], new Set(), () => undefined),
  );
  const note = `${title}, at the number token.`;
  return {
    view: part('What the answer is made of', note, [frame, key], 'decomposition-part'),
    chart: () => draw(canvas, setup),
  };
}
