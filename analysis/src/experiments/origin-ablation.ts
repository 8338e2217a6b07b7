import { Site, type InterventionInit } from '@codiscope/proto';

import type { LayerIndex } from '../words/thought.js';
import type { PlannedVariant } from './rollout-plan.js';
import type { ThoughtSet } from './thought-sets.js';

/** Thoughts that a rollout runs: one fewer than the model has in the origin's protocol. */
export function thoughtsRun(thoughts: number, protocol: 'official' | 'origin'): number {
  return protocol === 'origin' ? thoughts - 1 : thoughts;
}

/**
 * An ablation of the origin's protocol (PROTOCOL_ORIGIN says what it does). A set names its "tokens", counted from 1
 * here: entry 1 is its "token 0", BOT, and entry k its "token k - 1", thought k - 1.
 */
export function originVariant(
  id: string,
  set: ThoughtSet,
  layer: LayerIndex,
  method: 'zero' | 'self',
): PlannedVariant {
  const intervention: InterventionInit = {
    site: Site.RESID_POST,
    layers: [layer],
    bot: set.some((entry) => entry === 1),
    thoughts: set.filter((entry) => entry > 1).map((entry) => entry - 1),
    method: { $case: method, value: {} },
  };
  return { id, interventions: [intervention] };
}
