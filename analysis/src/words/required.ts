/**
 * A value that must be there, so that nothing missing becomes zero.
 *
 * @param what it is called in the message, such as "the mass of group bot in layer 4".
 * @throws RangeError naming it: the data break a promise of the type that holds them.
 */
export function required<T>(value: T | null | undefined, what: string): T {
  if (value !== null && value !== undefined) return value;
  throw new RangeError(`${what} is missing.`);
}

/** The entry at a place that must be there. */
export function entryAt<T>(list: ArrayLike<T>, place: number, what: string): T {
  const entry = list[place];
  // The message is made only when it is needed: this stands in loops.
  if (entry === undefined) throw new RangeError(`${what} (entry ${place} of ${list.length}) is missing.`);
  return entry;
}
