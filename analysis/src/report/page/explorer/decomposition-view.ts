import { fixed } from '../../../words/notation.js';
import { groupName } from '../../shared/group-name.js';
import { valueAt } from '../../shared/packed.js';
import { draw, type Drawn } from '../charts/chart-js.js';
import { waterfallChart } from '../charts/waterfall-chart.js';
import { element } from '../element.js';
import { currentTheme } from '../theme.js';
import { part } from './part.js';
import type { Seen } from './seen.js';

/** What the margin of this problem's answer is made of; the chart must be destroyed with it. */
export function decompositionView({ data, place }: Seen): { view: HTMLElement; chart: () => Drawn } | null {
  const { decomposition, problems } = data;
  if (!decomposition || valueAt(decomposition.parts, place, 0) === null) return null;
  const steps = decomposition.groups.map((group, index) => ({
    name: groupName(group),
    value: valueAt(decomposition.parts, place, index) ?? 0,
  }));
  const rival = (decomposition.rivals[place] ?? '').trim();
  const margin = valueAt(decomposition.margin, place);
  const title = `Parts of the margin of ${problems.answers[place] ?? ''} over ${rival}: ${margin === null ? '' : fixed(margin, 2)} logits`;
  const canvas = element('canvas', {
    attributes: {
      role: 'img',
      'aria-label': `${title}. ${steps.map(({ name, value }) => `${name} ${fixed(value, 2)}`).join('; ')}.`,
    },
  });
  const frame = element('div', { class: 'chart' }, [canvas]);
  frame.style.height = `${70 + 21 * (steps.length + 1)}px`;
  const setup = waterfallChart({ steps, totalName: 'margin', yTitle: 'logits' }, currentTheme());
  return {
    view: part('What the answer is made of', `${title}, at the number token.`, [frame], 'decomposition-part'),
    // Chart.js measures the canvas, so it must stand in the page by then.
    chart: () =>
      draw(canvas, {
        ...setup,
        options: { ...setup.options, responsive: true, maintainAspectRatio: false, animation: false },
      }),
  };
}
