import type { FieldViolation } from '../errors.js';

/** Numbers of a field that must lie in a range; what is outside is added to `wrong`. Gives them sorted, each once. */
export function numbersWithin(
  asked: readonly number[],
  field: string,
  range: { from: number; to: number; what: string },
  wrong: FieldViolation[],
): number[] {
  const { from, to, what } = range;
  asked.forEach((number, index) => {
    if (number < from || number > to) {
      wrong.push({ field: `${field}[${index}]`, description: `is ${number}; ${what}` });
    }
  });
  return [...new Set(asked)].filter((number) => number >= from && number <= to).sort((a, b) => a - b);
}

/** Decoder layers of a field; empty means what `ifEmpty` says. */
export function layersWithin(
  asked: readonly number[],
  path: string,
  layers: number,
  wrong: FieldViolation[],
): number[] {
  const what = `the model has layers 0 to ${layers - 1}`;
  return numbersWithin(asked, `${path}.layers`, { from: 0, to: layers - 1, what }, wrong);
}

/** Query heads of a field. */
export function headsWithin(
  asked: readonly number[],
  path: string,
  heads: number,
  wrong: FieldViolation[],
): number[] {
  const what = `the model has heads 0 to ${heads - 1} in each layer`;
  return numbersWithin(asked, `${path}.heads`, { from: 0, to: heads - 1, what }, wrong);
}

/** 0, 1, .. count - 1. */
export function upTo(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}
