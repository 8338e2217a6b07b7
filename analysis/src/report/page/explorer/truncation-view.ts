import { fixed } from '../../../words/notation.js';
import { valueAt } from '../../shared/packed.js';
import { cell, element } from '../element.js';
import { answerText } from '../number-text.js';
import { part } from './part.js';
import type { Seen } from './seen.js';

/** What the answer is when the rollout is cut after each number of thoughts. */
export function truncationView({ data, place }: Seen): HTMLElement {
  const { truncation } = data;
  const rows = truncation.cuts.map((cut, index) => {
    const correct = truncation.correct[place]?.[index] ?? null;
    const gold = valueAt(truncation.goldLogProb, place, index);
    return element('tr', {}, [
      element('th', { text: String(cut), attributes: { scope: 'row' } }),
      cell(answerText(truncation.answers[place]?.[index] ?? null), { class: 'number' }),
      cell(correct === null ? 'not run' : correct === 1 ? 'right' : 'wrong', {
        class: correct === 1 ? 'good' : correct === 0 ? 'bad' : '',
      }),
      cell(gold === null ? '–' : fixed(gold, 2), { class: 'number' }),
    ]);
  });
  const heads = ['run', 'answer', 'right', 'log p'];
  const table = element('table', {}, [
    element('thead', {}, [
      element('tr', {}, heads.map((text) => element('th', { text, attributes: { scope: 'col' } }))), // prettier-ignore
    ]),
    element('tbody', {}, rows),
  ]);
  const frame = { class: 'scroll', attributes: { tabindex: 0, role: 'region', 'aria-label': 'Cut short' } };
  const note = 'Only so many thoughts are run; log p: log-probability of the gold answer in nats.';
  return part('Cut short', note, [element('div', frame, [table])], 'truncation-part');
}
