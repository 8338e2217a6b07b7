import { hashOf, stateOf, type ExplorerState } from '../../shared/explorer-state.js';
import { filterRows, problemRows, sortRows, type ProblemRow } from '../../shared/problem-rows.js';
import type { ReportData } from '../../shared/report-data.js';
import { byId, element } from '../element.js';
import { Detail } from './detail.js';
import { FilterBar } from './filter-bar.js';
import { ProblemTable } from './problem-table.js';

/** The state of the explorer as the page's address holds it. */
class Address {
  private current = stateOf(location.hash);

  /** `changed` runs when the reader goes back, forward or follows a link. */
  constructor(changed: () => void) {
    addEventListener('popstate', () => {
      this.current = stateOf(location.hash);
      changed();
    });
  }

  get state(): ExplorerState {
    return this.current;
  }

  /** Takes a new state: as a new step to go back from, or in place of the one before. */
  set(change: Partial<ExplorerState>, asStep: boolean): void {
    this.current = { ...this.current, ...change };
    const hash = hashOf(this.current) || '#';
    if (hash === (location.hash || '#')) return;
    if (asStep) history.pushState(null, '', hash);
    else history.replaceState(null, '', hash);
  }
}

/** Table and detail of all problems, kept in step with the address. */
export class Explorer {
  private readonly rows: readonly ProblemRow[];
  private readonly address = new Address(() => {
    this.show();
  });
  private readonly filters: FilterBar;
  private readonly table: ProblemTable;
  private readonly detail = new Detail();
  private readonly count = element('p', { class: 'count', attributes: { role: 'status' } });
  private shown: readonly ProblemRow[] = [];

  constructor(private readonly data: ReportData) {
    this.rows = problemRows(data);
    this.filters = new FilterBar(data.levels, data.thoughts, (change) => {
      this.address.set(change, false);
      this.list();
      this.draw();
    });
    this.table = new ProblemTable(data.levels, {
      sort: (sort, descending) => {
        this.address.set({ sort, descending }, false);
        this.list();
        this.draw();
      },
      choose: (problem, inPassing) => {
        this.address.set({ problem }, !inPassing);
        this.draw();
      },
    });
    byId('explorer-place').replaceChildren(
      element('div', { class: 'list' }, [this.filters.root, this.count, this.table.root]),
      this.detail.root,
    );
    this.show();
  }

  /** Goes to the problem that the address names, once everything above has its height. */
  revealLinked(): void {
    if (this.address.state.problem !== null) this.reveal('instant');
  }

  /** Opens a problem from elsewhere on the page. */
  open(problem: string): void {
    this.address.set({ problem }, true);
    this.draw();
    this.reveal('auto');
  }

  /** Shows the chosen problem, or the first of the list. */
  draw(): void {
    const { state } = this.address;
    const row = this.rows.find(({ id }) => id === state.problem) ?? this.shown[0];
    this.table.mark(row?.id ?? null);
    if (row === undefined) {
      this.detail.clear();
      return;
    }
    const { data } = this;
    this.detail.show({
      data,
      place: row.place,
      state,
      layer: state.layer ?? data.lateLayer,
      thought: Math.min(state.thought, data.thoughts),
      set: (change) => {
        this.address.set(change, false);
        this.draw();
      },
    });
  }

  private show(): void {
    this.filters.show(this.address.state);
    this.list();
    this.draw();
  }

  private list(): void {
    const state: ExplorerState = this.address.state;
    this.shown = sortRows(filterRows(this.rows, this.data.levels, state), state.sort, state.descending);
    this.count.textContent = `${this.shown.length} of ${this.rows.length} problems`;
    this.table.show(this.shown, state);
  }

  private reveal(behavior: ScrollBehavior): void {
    this.detail.root.scrollIntoView({ block: 'start', behavior });
  }
}
