import { slotKey, type AnswerPath, type ScorePath, type Slot } from './path.js';

/** A row of the batch: the paths that so far have asked for the same slots. */
export interface Row {
  readonly paths: readonly (AnswerPath | ScorePath)[];
}

/** A row of the next step: which row it continues and what its slot is. */
export interface NextRow extends Row {
  readonly parent: number;
  readonly slot: Slot;
}

/**
 * Lets every path say its next slot. Paths of one row that want the same stay one row; where they part, the row
 * forks; paths that have ended drop out. So variants are computed once until the thought at which they differ.
 */
export function branch(rows: readonly Row[]): NextRow[] {
  const next: NextRow[] = [];
  rows.forEach((row, parent) => {
    const children = new Map<string, { slot: Slot; paths: (AnswerPath | ScorePath)[] }>();
    for (const path of row.paths) {
      const slot = path.slot();
      if (!slot) continue;
      const key = slotKey(slot);
      const child = children.get(key);
      if (child) child.paths.push(path);
      else children.set(key, { slot, paths: [path] });
    }
    for (const child of children.values()) next.push({ parent, ...child });
  });
  return next;
}
