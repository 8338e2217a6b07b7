import { Site } from '@codiscope/proto';

import type { Problem } from '../../datasets/problem.js';
import type { Protocol } from '../../words/protocol.js';
import { required } from '../../words/required.js';
import { thoughtsUpTo, type LayerIndex } from '../../words/thought.js';
import { armIds, armVariants, placeOf, type AblationArm } from '../arms/arm.js';
import type { MethodSettings } from '../arms/method.js';
import type { ThoughtSet } from '../arms/thought-sets.js';
import { BASELINE, type PlannedVariant } from '../rollout-plan.js';

/** What an ablation experiment changes. */
export interface AblationSettings {
  readonly protocol: Protocol;
  readonly arm: AblationArm;
  /** Donors of each ablation; 1 unless the method is `resample`. */
  readonly donors: number;
  readonly sets: readonly ThoughtSet[];
  /** What else is needed to repeat the method. */
  readonly methodSettings: MethodSettings;
}

/** The control that must change nothing. */
export const SELF_PATCH = 'self-patch';

/** The rollout that is cut after so many thoughts. */
export function truncationId(thoughts: number): string {
  return `truncate:${thoughts}`;
}

/** Thoughts that a rollout runs: one fewer than the model has in the origin's protocol. */
export function thoughtsRun(thoughts: number, protocol: Protocol): number {
  return protocol === 'origin' ? thoughts - 1 : thoughts;
}

/**
 * The variants of a problem: the baseline, the ablations of each set, and the standing controls: the self-patch of
 * all thoughts, and the rollout cut after 0 .. N - 1 thoughts.
 */
export function ablationVariants(
  { protocol, arm, sets, donors }: Pick<AblationSettings, 'protocol' | 'arm' | 'sets' | 'donors'>,
  problem: Problem,
  thoughts: number,
): PlannedVariant[] {
  const cuts = Array.from({ length: thoughtsRun(thoughts, protocol) }, (_, count) => ({
    id: truncationId(count),
    thoughts: count,
  }));
  if (protocol === 'origin') {
    const layer = required(arm.layer, "the layer of an ablation in the origin's protocol");
    return [
      { id: BASELINE },
      ...sets.flatMap((set) => armIds(arm, set, donors).map((id) => originVariant(id, set, layer, 'zero'))),
      originVariant(SELF_PATCH, thoughtsUpTo(thoughts), layer, 'self'),
      ...cuts,
    ];
  }
  return [
    { id: BASELINE },
    ...sets.flatMap((set) => armVariants(arm, set, problem, thoughts)),
    selfPatch(arm, thoughts),
    ...cuts,
  ];
}

/** The self-patch of every thought where the arm changes them; for knockouts, which put nothing anywhere, elsewhere. */
function selfPatch(arm: AblationArm, thoughts: number): PlannedVariant {
  const vectors = arm.site !== 'attention' && (arm.site === 'embed' || arm.layer !== null);
  const place = placeOf(
    vectors ? arm : { ...arm, site: 'resid_post', layer: 0 as LayerIndex, heads: [] },
    thoughtsUpTo(thoughts),
  );
  return { id: SELF_PATCH, interventions: [{ ...place, method: { $case: 'self', value: {} } }] };
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
  const intervention = {
    site: Site.RESID_POST,
    layers: [layer],
    bot: set.some((entry) => entry === 1),
    thoughts: set.filter((entry) => entry > 1).map((entry) => entry - 1),
    method: { $case: method, value: {} },
  };
  return { id, interventions: [intervention] };
}
