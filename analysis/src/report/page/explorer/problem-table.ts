import { fixed } from '../../../words/notation.js';
import { entryAt } from '../../../words/required.js';
import type { ExplorerState, SortColumn } from '../../shared/explorer-state.js';
import { type ProblemRow, nextPlace } from '../../shared/problem-rows.js';
import { cell, element } from '../element.js';
import { answerText, NO_VALUE } from '../number-text.js';

const COLUMNS: readonly { readonly column: SortColumn; readonly text: string; readonly hint: string }[] = [
  { column: 'id', text: 'Problem', hint: 'order of the data' },
  { column: 'level', text: 'Level', hint: 'difficulty' },
  { column: 'answer', text: 'Answer', hint: 'the right answer' },
  { column: 'predicted', text: 'Said', hint: 'the answer of the model' },
  { column: 'right', text: 'Right', hint: 'whether the baseline is right' },
  { column: 'flips', text: 'Flips', hint: 'how many thoughts flip the answer' },
  { column: 'drop', text: 'Drop', hint: 'largest drop in nats, and of which thought' },
];

/** What the table asks for. */
export interface TableEvents {
  readonly sort: (column: SortColumn, descending: boolean) => void;
  /** A row was chosen: with the arrows (in passing), or by click or Enter. */
  readonly choose: (id: string, inPassing: boolean) => void;
}

/** The table of all problems. Arrow keys move through it; only the current row is in the Tab order. */
export class ProblemTable {
  private readonly head = element('tr');
  private readonly body = element('tbody', {
    on: {
      click: ({ target }) => {
        this.move(
          this.lines.findIndex((line) => line.contains(target as Node)),
          false,
        );
      },
      keydown: (event) => {
        this.press(event);
      },
    },
  });
  readonly root = element('div', { class: 'scroll problems', attributes: { id: 'problem-table' } }, [
    element('table', { attributes: { role: 'grid', 'aria-label': 'Problems' } }, [
      element('thead', {}, [this.head]),
      this.body,
    ]),
  ]);
  private lines: HTMLTableRowElement[] = [];
  private rows: readonly ProblemRow[] = [];

  constructor(
    private readonly levels: readonly string[],
    private readonly events: TableEvents,
  ) {}

  /** Shows these rows, sorted as the state says. */
  show(rows: readonly ProblemRow[], { sort, descending }: ExplorerState): void {
    const focused = this.head.contains(document.activeElement);
    this.rows = rows;
    this.lines = rows.map((row) => this.line(row));
    this.head.replaceChildren(
      ...COLUMNS.map(({ column, text, hint }) => this.heading(column, text, hint, sort, descending)),
    );
    if (focused) this.head.querySelector<HTMLElement>('[aria-sort]:not([aria-sort=none]) button')?.focus();
    this.body.replaceChildren(...this.lines);
    this.body.parentElement?.setAttribute('aria-rowcount', String(rows.length + 1));
  }

  /** Marks the chosen problem; where it is filtered away the first row takes the Tab stop. */
  mark(id: string | null): void {
    const place = this.rows.findIndex((row) => row.id === id);
    for (const [index, line] of this.lines.entries()) {
      line.setAttribute('aria-selected', String(index === place));
      line.tabIndex = index === Math.max(0, place) ? 0 : -1;
    }
    const { root } = this;
    const line = this.lines[place];
    if (!line) return;
    // Only the table's own frame is scrolled, never the page.
    const top = line.offsetTop - this.head.offsetHeight;
    if (top < root.scrollTop) root.scrollTop = top;
    else if (line.offsetTop + line.offsetHeight > root.scrollTop + root.clientHeight)
      root.scrollTop = line.offsetTop + line.offsetHeight - root.clientHeight;
  }

  private move(place: number, inPassing: boolean): void {
    const row = this.rows[place];
    if (!row) return;
    this.events.choose(row.id, inPassing);
    this.lines[place]?.focus({ preventScroll: true });
  }

  private press(event: KeyboardEvent): void {
    const here = this.lines.findIndex((line) => line === document.activeElement);
    if (here < 0) return;
    if (event.key === 'Enter' || event.key === ' ') this.move(here, false);
    else {
      const next = nextPlace(event.key, here, this.lines.length);
      if (next === null) return;
      this.move(next, true);
    }
    event.preventDefault();
  }

  private heading(
    column: SortColumn,
    text: string,
    hint: string,
    sort: SortColumn,
    descending: boolean,
  ): HTMLElement {
    const sorted = sort === column ? (descending ? 'descending' : 'ascending') : 'none';
    const button = element('button', {
      text,
      attributes: { type: 'button', title: `Sort by ${hint}` },
      on: {
        click: () => {
          // The most flips and the largest drops are what one looks for first.
          const first = column === 'flips' || column === 'drop';
          this.events.sort(column, sort === column ? !descending : first);
        },
      },
    });
    return element('th', { attributes: { scope: 'col', 'aria-sort': sorted } }, [button]);
  }

  private line({ id, level, answer, predicted, right, flipped, drop }: ProblemRow): HTMLTableRowElement {
    return element('tr', { attributes: { 'data-problem': id, 'aria-selected': 'false', tabindex: -1 } }, [
      cell(id),
      cell(entryAt(this.levels, level, 'the name of the level')),
      cell(answerText(answer), { class: 'number' }),
      cell(answerText(predicted), { class: 'number' }),
      cell(right ? 'right' : 'wrong', { class: right ? 'good' : 'bad' }),
      cell(flipped.length === 0 ? 'none' : flipped.join(', '), flipped.length === 0 ? { class: 'note' } : {}),
      cell(drop ? `${fixed(drop.value, 2)} (${drop.thought})` : NO_VALUE, { class: 'number' }),
    ]);
  }
}
