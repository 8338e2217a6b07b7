import type { ReportLayer } from './report-data.js';

/** The place of the layer that was asked for, else of the one nearest to it, the deeper of two; -1 of none. */
export function nearestLayer(layers: readonly ReportLayer[], asked: number): number {
  let best = -1;
  let distance = Infinity;
  for (const [place, { layer }] of layers.entries()) {
    const away = Math.abs(layer - asked);
    if (away < distance || (away === distance && layer > asked)) [best, distance] = [place, away];
  }
  return best;
}

/** "7 (late)", or "7" where the name says nothing more. */
export function layerText({ layer, name }: ReportLayer): string {
  return name === '' || name === String(layer) ? String(layer) : `${layer} (${name})`;
}
