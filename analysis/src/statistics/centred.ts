import { mean } from './mean.js';

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
  const result = values.map(() => 0);
  for (const members of membersByGroup(groups).values()) {
    const residuals = centred(members.map((index) => values[index] ?? 0));
    for (const [position, index] of members.entries()) result[index] = residuals[position] ?? 0;
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
