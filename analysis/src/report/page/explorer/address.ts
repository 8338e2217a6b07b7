import { hashOf, stateOf, type ExplorerState } from '../../shared/explorer-state.js';

/** The state of the explorer as the page's address holds it. */
export class Address {
  private current = stateOf(location.hash);

  /** `changed` runs when the reader goes back, forward or follows a link. */
  constructor(changed: (state: ExplorerState) => void) {
    addEventListener('popstate', () => {
      this.current = stateOf(location.hash);
      changed(this.current);
    });
  }

  get state(): ExplorerState {
    return this.current;
  }

  /** Takes a new state: as a new step to go back from, or in place of the one before. */
  set(change: Partial<ExplorerState>, asStep: boolean): ExplorerState {
    this.current = { ...this.current, ...change };
    const hash = hashOf(this.current) || '#';
    if (hash !== (location.hash || '#')) {
      if (asStep) history.pushState(null, '', hash);
      else history.replaceState(null, '', hash);
    }
    return this.current;
  }
}
