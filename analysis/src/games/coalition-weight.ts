/**
 * s! (m - s)! / (m + 1)!: the chance that, in a random order, exactly a given set of s of m others comes before one
 * player. Equal to 1 / ((m + 1) C(m, s)).
 */
export function coalitionWeight(size: number, others: number): number {
  let combinations = 1;
  for (let k = 1; k <= size; k++) combinations = (combinations * (others - size + k)) / k;
  return 1 / ((others + 1) * combinations);
}
