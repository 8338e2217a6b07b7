import { mean } from '../statistics/index.js';

/** A point of a scatter plot. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** The least-squares line of y on x between the smallest and the largest x; null where x is constant. */
export function leastSquaresLine(points: readonly Point[]): readonly [Point, Point] | null {
  if (points.length < 2) return null;
  const low = points.reduce((least, { x }) => Math.min(least, x), Infinity);
  const high = points.reduce((most, { x }) => Math.max(most, x), -Infinity);
  if (low === high) return null;
  const centreX = mean(points.map(({ x }) => x));
  const centreY = mean(points.map(({ y }) => y));
  const square = points.reduce((sum, { x }) => sum + (x - centreX) ** 2, 0);
  const product = points.reduce((sum, { x, y }) => sum + (x - centreX) * (y - centreY), 0);
  const at = (x: number): Point => ({ x, y: centreY + (product / square) * (x - centreX) });
  return [at(low), at(high)];
}
