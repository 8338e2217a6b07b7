import { entryAt } from '../../../words/required.js';
import { valueAt } from '../../shared/packed.js';
import { cell, element, rowHead, scrolledTable } from '../element.js';
import { answerText, fixedText, NO_VALUE } from '../number-text.js';
import { part, type Seen } from './part.js';

/** What every ablation does to the answer. */
export function ablationView({ data, place, thought }: Seen): HTMLElement {
  const { ablation, problems, intervention } = data;
  const answers = entryAt(ablation.answers, place, 'the answers without thoughts');
  const flips = entryAt(ablation.flips, place, 'the flips');
  const rows = ablation.sets.map((thoughts, set) => {
    const flip = entryAt(flips, set, 'the flip');
    const alone = thoughts.length === 1 && thoughts[0] === thought;
    return element('tr', alone ? { class: 'chosen' } : {}, [
      rowHead(thoughts.join(' + ')),
      cell(answerText(answers[set] ?? null), { class: 'number' }),
      cell(flip === 1 ? 'flips' : flip === -1 ? 'mended' : NO_VALUE, { class: flip === 1 ? 'bad' : '' }),
      ...[ablation.drop, ablation.margin, ablation.kl].map((table) =>
        cell(fixedText(valueAt(table, place, set), 2), { class: 'number' }),
      ),
    ]);
  });
  const gold = valueAt(problems.goldLogProb, place);
  const note =
    `Ablation: ${intervention}. Drop of the gold answer’s log-probability in nats` +
    `${gold === null ? '' : ` (baseline ${fixedText(gold, 2)})`}; margin to the best wrong token in logits; KL from the baseline in nats.`;
  const heads = ['thought', 'answer', 'flip', 'drop', 'margin', 'KL'];
  return part('Without a thought', note, [scrolledTable('Ablations', heads, rows)], 'ablation-part');
}

/** What the answer is when the rollout is cut after each number of thoughts. */
export function truncationView({ data, place }: Seen): HTMLElement {
  const { cuts, answers, correct, goldLogProb } = data.truncation;
  const said = entryAt(answers, place, 'the answers of the cuts');
  const right = entryAt(correct, place, 'whether the cuts are right');
  const rows = cuts.map((cut, index) => {
    const outcome = right[index] ?? null;
    return element('tr', {}, [
      rowHead(String(cut)),
      cell(answerText(said[index] ?? null), { class: 'number' }),
      cell(outcome === null ? 'not run' : outcome === 1 ? 'right' : 'wrong', {
        class: outcome === 1 ? 'good' : outcome === 0 ? 'bad' : '',
      }),
      cell(fixedText(valueAt(goldLogProb, place, index), 2), { class: 'number' }),
    ]);
  });
  const heads = ['run', 'answer', 'right', 'log p'];
  const note = 'Only so many thoughts are run; log p: log-probability of the gold answer in nats.';
  return part('Cut short', note, [scrolledTable('Cut short', heads, rows)], 'truncation-part');
}
