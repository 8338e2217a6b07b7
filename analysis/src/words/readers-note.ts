import { approximationNote, type Precision } from './precision.js';
import type { Protocol } from './protocol.js';

const ORIGIN =
  'In the protocol of the earlier scripts: "thought k" is their "token k - 1"; its ablation is of BOT (k = 1) or thought k - 1, its attention that of thought k, and at the last of EOT itself.';

/** What every reader of results, a figure among them, must be told; null where nothing is. */
export function readersNote(results: Precision & { readonly protocol: Protocol }): string | null {
  const notes = [approximationNote(results), results.protocol === 'origin' ? ORIGIN : null];
  const told = notes.filter((note) => note !== null);
  return told.length === 0 ? null : told.join(' ');
}
