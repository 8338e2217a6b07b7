import type { Drawn } from '../charts/chart-js.js';
import { element } from '../element.js';
import { answerText } from '../number-text.js';
import { ablationView } from './ablation-view.js';
import { attentionView } from './attention-view.js';
import { decompositionView } from './decomposition-view.js';
import { questionView } from './question-view.js';
import type { Seen } from './seen.js';
import { thoughtCards } from './thought-cards.js';
import { truncationView } from './truncation-view.js';
import { viewChoices } from './view-choices.js';

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
  const right = problems.correct[place] === 1;
  const said = answerText(problems.predicted[place] ?? null);
  return element('header', {}, [
    element('h3', { text: problems.ids[place] ?? '' }),
    element('p', {}, [
      `${levels[problems.levels[place] ?? 0] ?? ''}, answer ${answerText(problems.answers[place] ?? null)}; the model says `,
      element('b', { class: right ? 'good' : 'bad', text: `${said} (${right ? 'right' : 'wrong'})` }),
      problems.analysed[place] === 1 ? '' : '; not among the problems of the statistics',
    ]),
  ]);
}
