import { z } from 'zod';

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
