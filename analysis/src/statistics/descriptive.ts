import { required } from '../words/required.js';

/** The sum, with Neumaier's compensation: it does not depend on the order by more than the last digit. */
export function sum(values: Iterable<number>): number {
  let total = 0;
  let lost = 0;
  for (const value of values) {
    const next = total + value;
    lost += Math.abs(total) >= Math.abs(value) ? total - next + value : value - next + total;
    total = next;
  }
  return total + lost;
}

/** The arithmetic mean of at least one value. */
export function mean(values: readonly number[]): number {
  return sum(values) / values.length;
}

/** The sum of products of two equally long lists. */
export function dot(a: readonly number[], b: readonly number[]): number {
  return sum(
    a.map((value, index) => value * required(b[index], 'a value of the second list of a dot product')),
  );
}

/** The quantile of ascending values by linear interpolation (type 7 of Hyndman and Fan 1996); of at least one value. */
export function quantile(ascending: readonly number[], share: number): number {
  const place = share * (ascending.length - 1);
  const below = required(ascending[Math.floor(place)], `the quantile at ${share}`);
  const above = required(ascending[Math.ceil(place)], `the quantile at ${share}`);
  return below + (place - Math.floor(place)) * (above - below);
}

/**
 * The values minus their mean. A second pass takes off what rounding left of the mean; equal values give exact
 * zeros, so that a constant column is seen as one.
 */
export function centred(values: readonly number[]): number[] {
  const first = values[0];
  if (first === undefined || values.every((value) => value === first)) return values.map(() => 0);
  const centre = mean(values);
  const rough = values.map((value) => value - centre);
  const remainder = mean(rough);
  return rough.map((value) => value - remainder);
}

/** The values minus the mean of their group; `groups` names the group of each value. */
export function centredWithin(values: readonly number[], groups: readonly number[]): number[] {
  const result = values.map(() => NaN);
  for (const members of membersByGroup(groups).values()) {
    const residuals = centred(members.map((index) => required(values[index], 'a value of a group')));
    for (const [place, index] of members.entries()) result[index] = required(residuals[place], 'a residual');
  }
  return result;
}

/** The indices that belong to each group, groups in order of first appearance. */
export function membersByGroup(groups: readonly number[]): Map<number, number[]> {
  const members = new Map<number, number[]>();
  for (const [index, group] of groups.entries()) {
    const list = members.get(group);
    if (list === undefined) members.set(group, [index]);
    else list.push(index);
  }
  return members;
}

/** Mean and spread of a sample; what a small sample cannot tell is null, with a reason. */
export interface SampleDescription {
  readonly n: number;
  readonly mean: number | null;
  /** Standard deviation with divisor n - 1. */
  readonly sd: number | null;
  /** Standard error of the mean, sd / sqrt(n). */
  readonly sem: number | null;
  readonly reason: string | null;
}

/** Mean, sample standard deviation and standard error of the mean. */
export function describeSample(values: readonly number[]): SampleDescription {
  const n = values.length;
  if (n === 0) return { n, mean: null, sd: null, sem: null, reason: 'no values' };
  if (n === 1) return { n, mean: mean(values), sd: null, sem: null, reason: 'one value has no spread' };
  const residuals = centred(values);
  const sd = Math.sqrt(dot(residuals, residuals) / (n - 1));
  return { n, mean: mean(values), sd, sem: sd / Math.sqrt(n), reason: null };
}

/** Values that exist together, or nulls in their places and why they do not exist; never NaN. */
export type OrReason<Values> =
  | (Values & { readonly reason: null })
  | ({ readonly [Name in keyof Values]: null } & { readonly reason: string });
