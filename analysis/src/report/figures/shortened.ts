/** Four significant digits: more than any picture shows. */
export function shortened(value: number): number {
  return Number(value.toPrecision(4));
}
