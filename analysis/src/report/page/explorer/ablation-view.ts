import type { WaterfallPanel } from '../../../words/figure.js';
import { groupName } from '../../../words/key-group.js';
import { entryAt } from '../../../words/required.js';
import { valueAt } from '../../shared/packed.js';
import { waterfallSteps } from '../../shared/waterfall.js';
import { keyElements } from '../charts/key.js';
import { draw, type Drawn } from '../charts/chart-js.js';
import { waterfallChart } from '../charts/waterfall.js';
import { cell, element, rowHead, scrolledTable } from '../element.js';
import { NO_VALUE, answerText, fixedText } from '../number-text.js';
import { currentTheme } from '../theme.js';
import { type Seen, part } from './part.js';

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
