import type { Summary } from './schema.js';

/** What was changed, in words: "zero at resid_post of layer 8, later thoughts recomputed". */
export function interventionText({ method, site, layer, later }: Summary['intervention']): string {
  const place =
    layer !== null ? `${site} of layer ${layer}` : site === 'embed' ? 'embed' : `${site} of every layer`;
  return `${method} at ${place}, later thoughts ${later === 'hold' ? 'held' : 'recomputed'}`;
}
