/** Where and how thoughts were changed. */
export interface InterventionWords {
  readonly method: string;
  readonly site: string;
  /** Null for `embed`, and for knockouts in every layer. */
  readonly layer: number | null;
  readonly later: 'recompute' | 'hold';
}

/** What was changed, in words: "zero at resid_post of layer 8, later thoughts recomputed". */
export function interventionText({ method, site, layer, later }: InterventionWords): string {
  const place =
    layer !== null ? `${site} of layer ${layer}` : site === 'embed' ? 'embed' : `${site} of every layer`;
  return `${method} at ${place}, later thoughts ${later === 'hold' ? 'held' : 'recomputed'}`;
}
