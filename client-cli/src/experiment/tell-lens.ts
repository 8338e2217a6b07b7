import type { LensResults } from '@codiscope/analysis';

import { table } from '../terminal/table.js';
import { layerName } from './thought-columns.js';

const percent = (count: number, all: number): string => `${((100 * count) / Math.max(1, all)).toFixed(0)} %`;

/** What thoughts decode to after the last layer that was read, as a table. */
export function tellLens({ problems, layers, thoughts }: LensResults): string {
  const last = layers.at(-1);
  if (!last) return 'no layer was read';
  const rows = Array.from({ length: thoughts }, (_, index) => {
    const seen = problems.flatMap(({ readings, expected_answer: answer }) =>
      readings
        .filter(({ thought, layer }) => thought === index + 1 && layer === last.layer)
        .map(({ top }) => ({ pieces: top.map(({ piece }) => piece.trim()), answer: String(answer) })),
    );
    const firsts = seen.map(({ pieces: [first = ''] }) => first);
    return [
      String(index + 1),
      commonest(firsts, 4)
        .map(([piece, count]) => `${piece} ${percent(count, firsts.length)}`)
        .join(', '),
      percent(firsts.filter((piece) => /\d/.test(piece)).length, firsts.length),
      percent(seen.filter(({ pieces, answer }) => pieces.includes(answer)).length, seen.length),
    ];
  });
  return `What thoughts decode to after layer ${layerName(last)}, over ${problems.length} problems\n${table(
    ['thought', 'commonest first tokens', 'a number first', 'answer in the top'],
    rows,
  )}`;
}

function commonest(pieces: readonly string[], count: number): [string, number][] {
  const counts = new Map<string, number>();
  for (const piece of pieces) counts.set(piece, (counts.get(piece) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a).slice(0, count);
}
