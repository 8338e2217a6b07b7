import { entryAt } from '../../words/required.js';

/**
 * A table of numbers as the page carries it: whole numbers, `decimals` digits of the value kept, the last index
 * running fastest. Rounding to what is shown keeps the file small; null stays null.
 */
export interface Packed {
  readonly decimals: number;
  readonly shape: readonly number[];
  readonly values: readonly (number | null)[];
}

/**
 * Packs values of the given shape.
 *
 * @throws RangeError where the values do not fill the shape.
 */
export function pack(values: readonly (number | null)[], shape: readonly number[], decimals: number): Packed {
  const cells = shape.reduce((product, length) => product * length, 1);
  if (values.length !== cells) {
    throw new RangeError(`${values.length} values do not fill a table of ${shape.join(' x ')} cells.`);
  }
  const scale = 10 ** decimals;
  // `|| 0` turns the -0 of a small negative number into 0.
  return {
    decimals,
    shape,
    values: values.map((value) => (value === null ? null : Math.round(value * scale) || 0)),
  };
}

/**
 * The value at an index of each dimension; null where there is none, or outside the table.
 *
 * @throws RangeError where there are more or fewer indices than dimensions.
 */
export function valueAt({ decimals, shape, values }: Packed, ...index: readonly number[]): number | null {
  if (index.length !== shape.length) {
    throw new RangeError(
      `${index.length} indices do not name a cell of a table of ${shape.length} dimensions.`,
    );
  }
  let place = 0;
  for (const [dimension, length] of shape.entries()) {
    const at = entryAt(index, dimension, 'An index of a table');
    if (at < 0 || at >= length) return null;
    place = place * length + at;
  }
  const value = values[place] ?? null;
  return value === null ? null : value / 10 ** decimals;
}

/** Texts that occur again and again, each kept once. */
export class Dictionary {
  private readonly places = new Map<string, number>();

  /** The place of a text, which is added where it is new. */
  placeOf(text: string): number {
    const known = this.places.get(text);
    if (known !== undefined) return known;
    this.places.set(text, this.places.size);
    return this.places.size - 1;
  }

  /** The texts in the order of their places. */
  get texts(): string[] {
    return [...this.places.keys()];
  }
}
