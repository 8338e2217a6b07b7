/**
 * A value that must be there, so that nothing missing becomes zero.
 *
 * @param what it is called in the message, such as "the lens of thought 3".
 * @throws Error naming it: the server breaks a promise of the contract.
 */
export function required<T>(value: T | null | undefined, what: string): T {
  if (value !== null && value !== undefined) return value;
  throw new Error(`${what} is missing`);
}

/** The entry at a place that must be there. */
export function entryAt<T>(list: ArrayLike<T>, place: number, what: string): T {
  const entry = list[place];
  // Not by `required`: in a loop over a tensor its message would be made for every entry.
  if (entry === undefined) throw new Error(`${what} is missing (entry ${place} of ${list.length})`);
  return entry;
}
