import { z } from 'zod';

import type { Protocol } from './protocol.js';

/** What every result file says of how the model was computed. */
export const precisionFields = {
  /** As the server says it: `float32`, `int8`. */
  dtype: z.string().default('float32'),
  /** Whether numbers and answers may differ from the float32 model's. */
  approximate: z.boolean().default(false),
};

const precisionSchema = z.object(precisionFields);

/** The fields, read. */
export type Precision = Readonly<z.infer<typeof precisionSchema>>;

/** What `run.json` says of its model's precision. */
export function precisionOf(model: Readonly<Record<string, unknown>>): Precision {
  return precisionSchema.parse(model);
}

/** What every reader of approximate results must be told; null where they are exact. */
export function approximationNote({ dtype, approximate }: Precision): string | null {
  if (!approximate) return null;
  return `Approximate: the model was run in ${dtype}, not float32; repeat with precision fp32 what a conclusion rests on.`;
}

const ORIGIN =
  'In the protocol of the earlier scripts: "thought k" is their "token k - 1"; its ablation is of BOT (k = 1) or thought k - 1, its attention that of thought k, and at the last of EOT itself.';

/** What every reader of results, a figure among them, must be told; null where nothing is. */
export function readersNote(results: Precision & { readonly protocol: Protocol }): string | null {
  const notes = [approximationNote(results), results.protocol === 'origin' ? ORIGIN : null];
  const told = notes.filter((note) => note !== null);
  return told.length === 0 ? null : told.join(' ');
}
