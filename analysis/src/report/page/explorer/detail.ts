import { entryAt } from '../../../words/required.js';
import { layerText } from '../../shared/nearest-layer.js';
import type { ReportLayer } from '../../shared/report-data.js';
import type { Drawn } from '../charts/chart-js.js';
import { element } from '../element.js';
import { answerText } from '../number-text.js';
import { ablationView, decompositionView, truncationView } from './ablation-view.js';
import { attentionView } from './attention-view.js';
import { choice, type Seen } from './part.js';
import { questionView } from './question-view.js';
import { thoughtCards } from './thought-cards.js';

/** All that is known of one problem. */
export class Detail {
  readonly root = element('article', { class: 'detail', attributes: { 'aria-label': 'The chosen problem' } });
  private chart: Drawn | null = null;

  /** Shows a problem; what had the focus has it again. */
  show(seen: Seen): void {
    const active = document.activeElement;
    const key =
      active instanceof HTMLElement && this.root.contains(active) ? active.dataset['key'] : undefined;
    this.chart?.destroy();
    const decomposition = decompositionView(seen);
    this.root.replaceChildren(
      heading(seen),
      viewChoices(seen),
      questionView(seen),
      thoughtCards(seen),
      attentionView(seen),
      element('div', { class: 'pair' }, [ablationView(seen), truncationView(seen)]),
      ...(decomposition ? [decomposition.view] : []),
    );
    this.chart = decomposition?.chart() ?? null;
    if (key !== undefined) this.root.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`)?.focus();
  }

  /** Shows that no problem is left. */
  clear(): void {
    this.chart?.destroy();
    this.chart = null;
    this.root.replaceChildren(element('p', { class: 'note', text: 'No problem passes the filters.' }));
  }
}

function heading({ data: { problems, levels }, place }: Seen): HTMLElement {
  const right = entryAt(problems.correct, place, 'whether the answer is right') === 1;
  const said = answerText(problems.predicted[place] ?? null);
  const level = entryAt(levels, entryAt(problems.levels, place, 'the level'), 'the name of the level');
  const answer = answerText(entryAt(problems.answers, place, 'the answer'));
  return element('header', {}, [
    element('h3', { text: entryAt(problems.ids, place, 'the problem') }),
    element('p', {}, [
      `${level}, answer ${answer}; the model says `,
      element('b', { class: right ? 'good' : 'bad', text: `${said} (${right ? 'right' : 'wrong'})` }),
      problems.analysed[place] === 1 ? '' : '; not among the problems of the statistics',
    ]),
  ]);
}

/** Which layer and head are looked at. */
function viewChoices({ data, state, layer, set }: Seen): HTMLElement {
  const layers = new Map<number, ReportLayer>();
  for (const source of [data.attention, data.lens, data.routing])
    for (const each of source?.layers ?? []) if (!layers.has(each.layer)) layers.set(each.layer, each);
  const sorted = [...layers.values()].sort((a, b) => a.layer - b.layer);
  const heads = entryAt(data.attention.heads.shape, 2, 'the number of heads');
  return element('div', { class: 'choices' }, [
    choice(
      'Layer',
      'layer',
      sorted.map((each) => ({ value: String(each.layer), text: layerText(each) })),
      String(layer),
      (value) => {
        set({ layer: Number(value) });
      },
    ),
    choice(
      'Head (attention)',
      'head',
      [
        { value: '', text: 'mean over heads' },
        ...Array.from({ length: heads }, (_, head) => ({ value: String(head), text: `head ${head}` })),
      ],
      state.head === null ? '' : String(state.head),
      (value) => {
        set({ head: value === '' ? null : Number(value) });
      },
    ),
  ]);
}
