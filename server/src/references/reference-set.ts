import type { Reference } from './reference.js';

/** The references that a request may refer to. */
export type ReferenceSet = ReadonlyMap<string, Reference>;
