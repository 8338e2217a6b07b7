/** Columns by which the table can be sorted. */
const SORT_COLUMNS = ['id', 'level', 'answer', 'predicted', 'right', 'flips', 'drop'] as const;
/** One of them. */
export type SortColumn = (typeof SORT_COLUMNS)[number];

/** What the explorer shows; all of it stands in the address after `#`. */
export interface ExplorerState {
  /** The id of the chosen problem; null before one was chosen. */
  readonly problem: string | null;
  /** Null: the late layer. */
  readonly layer: number | null;
  /** Null: the mean over heads. */
  readonly head: number | null;
  /** From 1. */
  readonly thought: number;
  readonly sort: SortColumn;
  readonly descending: boolean;
  /** A level's name; empty: all. */
  readonly level: string;
  readonly right: '' | 'right' | 'wrong';
  /** Problems that this thought flips (from 1), `none`: that no thought flips, empty: all. */
  readonly flipped: string;
  readonly text: string;
}

/** What is shown when the address says nothing. */
export const START: ExplorerState = {
  problem: null,
  layer: null,
  head: null,
  thought: 1,
  sort: 'id',
  descending: false,
  level: '',
  right: '',
  flipped: '',
  text: '',
};

function wholeNumber(text: string | null, least: number): number | null {
  return text !== null && /^\d{1,4}$/.test(text) && Number(text) >= least ? Number(text) : null;
}

/** The state that an address's hash describes; what it does not say or says wrongly is as at the start. */
export function stateOf(hash: string): ExplorerState {
  const query = new URLSearchParams(hash.replace(/^#/, ''));
  const sort = SORT_COLUMNS.find((column) => column === query.get('sort')?.replace(/^-/, ''));
  const right = query.get('right');
  const flipped = query.get('flipped') ?? '';
  return {
    problem: query.get('problem'),
    layer: wholeNumber(query.get('layer'), 0),
    head: wholeNumber(query.get('head'), 0),
    thought: wholeNumber(query.get('thought'), 1) ?? START.thought,
    sort: sort ?? START.sort,
    descending: sort !== undefined && query.get('sort')?.startsWith('-') === true,
    level: query.get('level') ?? '',
    right: right === 'right' || right === 'wrong' ? right : '',
    flipped: flipped === 'none' || wholeNumber(flipped, 1) !== null ? flipped : '',
    text: query.get('text') ?? '',
  };
}

/** The hash of a state, without what is as at the start; empty for the start itself. */
export function hashOf(state: ExplorerState): string {
  const query = new URLSearchParams();
  if (state.problem !== null) query.set('problem', state.problem);
  if (state.layer !== null) query.set('layer', String(state.layer));
  if (state.head !== null) query.set('head', String(state.head));
  if (state.thought !== START.thought) query.set('thought', String(state.thought));
  if (state.sort !== START.sort || state.descending)
    query.set('sort', `${state.descending ? '-' : ''}${state.sort}`);
  for (const key of ['level', 'right', 'flipped', 'text'] as const)
    if (state[key] !== '') query.set(key, state[key]);
  const text = query.toString();
  return text === '' ? '' : `#${text}`;
}
