import type { EditSite } from '@codiscope/models';
import { Site } from '@codiscope/proto';

import type { ReadSite } from '../engine/captures/capture-plan.js';

/** The contract's sites under the engine's names. */
const NAMES: readonly (readonly [Site, ReadSite])[] = [
  [Site.RESID_POST, 'resid_post'],
  [Site.EMBED, 'embed'],
  [Site.ATTN_OUT, 'attn_out'],
  [Site.MLP_OUT, 'mlp_out'],
  [Site.HEAD, 'head'],
  [Site.FINAL_NORM, 'final_norm'],
];

/** A site that can be read; null for one that this server does not know. */
export function readSite(site: Site): ReadSite | null {
  return NAMES.find(([known]) => known === site)?.[1] ?? null;
}

/** A site that can be changed, RESID_POST if it is not given; null when there is none. */
export function editSite(site: Site): EditSite | null {
  const name = site === Site.UNSPECIFIED ? 'resid_post' : readSite(site);
  return name === 'final_norm' ? null : name;
}

/** The contract's name of a site. */
export function siteOf(name: ReadSite): Site {
  return NAMES.find(([, known]) => known === name)?.[0] ?? Site.UNSPECIFIED;
}
