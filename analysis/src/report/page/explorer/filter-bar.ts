import type { ExplorerState } from '../../shared/explorer-state.js';
import { element } from '../element.js';
import { choice } from './part.js';

/** The filters over the table. */
export class FilterBar {
  readonly root = element('div', {
    class: 'filters',
    attributes: { role: 'search', 'aria-label': 'Filter the problems' },
  });
  private readonly text: HTMLInputElement;

  constructor(
    private readonly levels: readonly string[],
    private readonly thoughts: number,
    private readonly changed: (change: Partial<ExplorerState>) => void,
  ) {
    this.text = element('input', {
      attributes: {
        type: 'search',
        name: 'text',
        'data-key': 'text',
        placeholder: 'words, numbers, id',
        autocomplete: 'off',
        'aria-keyshortcuts': '/',
      },
      on: {
        input: () => {
          changed({ text: this.text.value });
        },
      },
    });
    document.addEventListener('keydown', (event) => {
      const typing = (event.target as HTMLElement).matches('input, select, textarea');
      if (event.key !== '/' || typing || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      this.text.focus();
      this.text.select();
    });
  }

  /** Shows the filters of a state. */
  show(state: ExplorerState): void {
    if (this.text.value !== state.text) this.text.value = state.text;
    const names = Array.from({ length: this.thoughts }, (_, index) => String(index + 1));
    const set = this.changed;
    const focused = document.activeElement === this.text;
    this.root.replaceChildren(
      element('label', { class: 'choice grow' }, [
        element('span', {}, ['Find ', element('kbd', { text: '/' })]),
        this.text,
      ]),
      choice(
        'Level',
        'level',
        [{ value: '', text: 'all' }, ...this.levels.map(same)],
        state.level,
        (level) => {
          set({ level });
        },
      ),
      choice(
        'Baseline',
        'right',
        [{ value: '', text: 'all' }, ...['right', 'wrong'].map(same)],
        state.right,
        (value) => {
          set({ right: value as ExplorerState['right'] });
        },
      ),
      choice(
        'Flipped by',
        'flipped',
        [
          { value: '', text: 'any or none' },
          { value: 'none', text: 'no thought' },
          ...names.map((value) => ({ value, text: `thought ${value}` })),
        ],
        state.flipped,
        (flipped) => {
          set({ flipped });
        },
      ),
    );
    if (focused) this.text.focus();
  }
}

function same(value: string): { value: string; text: string } {
  return { value, text: value };
}
