import { fixed } from '../../../words/notation.js';
import { valueAt, type Packed } from '../../shared/packed.js';
import { cell, element } from '../element.js';
import { answerText } from '../number-text.js';
import { part } from './part.js';
import type { Seen } from './seen.js';

/** What every ablation does to the answer. */
export function ablationView({ data, place, thought }: Seen): HTMLElement {
  const { ablation, problems, intervention } = data;
  const number = (table: Packed, set: number): string => {
    const value = valueAt(table, place, set);
    return value === null ? '–' : fixed(value, 2);
  };
  const rows = ablation.sets.map((thoughts, set) => {
    const flip = ablation.flips[place]?.[set] ?? 0;
    const alone = thoughts.length === 1 && thoughts[0] === thought;
    return element('tr', alone ? { class: 'chosen' } : {}, [
      element('th', { text: thoughts.join(' + '), attributes: { scope: 'row' } }),
      cell(answerText(ablation.answers[place]?.[set] ?? null), { class: 'number' }),
      cell(flip === 1 ? 'flips' : flip === -1 ? 'mended' : '–', { class: flip === 1 ? 'bad' : '' }),
      cell(number(ablation.drop, set), { class: 'number' }),
      cell(number(ablation.margin, set), { class: 'number' }),
      cell(number(ablation.kl, set), { class: 'number' }),
    ]);
  });
  const heads = ['thought', 'answer', 'flip', 'drop', 'margin', 'KL'];
  const table = element('table', {}, [
    element('thead', {}, [
      element('tr', {}, heads.map((text) => element('th', { text, attributes: { scope: 'col' } }))), // prettier-ignore
    ]),
    element('tbody', {}, rows),
  ]);
  const gold = valueAt(problems.goldLogProb, place);
  const note =
    `Ablation: ${intervention}. Drop of the gold answer’s log-probability in nats` +
    `${gold === null ? '' : ` (baseline ${fixed(gold, 2)})`}; margin to the best wrong token in logits; KL from the baseline in nats.`;
  const frame = { class: 'scroll', attributes: { tabindex: 0, role: 'region', 'aria-label': 'Ablations' } };
  return part('Without a thought', note, [element('div', frame, [table])], 'ablation-part');
}
