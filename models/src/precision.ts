/**
 * How a model's large weight matrices are kept while it runs. `fp32` is exact; `int8` takes a quarter of the memory
 * and is approximate (see quantisation/block-quantisation.ts).
 */
export const PRECISIONS = ['fp32', 'int8'] as const;

/** One of them. */
export type Precision = (typeof PRECISIONS)[number];
