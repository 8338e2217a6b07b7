import { Later, Site, type Variant } from '@codiscope/proto';

import { ChangedSlots, showSlot, type SlotName } from './changed-slots.js';
import { layersWithin, upTo } from './numbered.js';
import { draftOf, thoughtsOf } from './resolve-variant.js';
import { thoughtsWithin } from './resolve-intervention.js';
import type { VariantDraft } from './variant-draft.js';
import type { VariantScope } from './variant-scope.js';

/** Thoughts of a rollout of the origin's protocol: its first pass has BOT as its input, so one is missing. */
export function originThoughts(thoughts: number): number {
  return Math.max(0, thoughts - 1);
}

/**
 * A variant of the origin's protocol: at BOT and every thought the output of layer L is overwritten with the clean
 * run's output of layer L - 1 (its cache was `hidden_states[L]`), and with zeros at the named slots. Without a hook
 * the run is the official one with a thought less.
 */
export function resolveOriginVariant(variant: Variant, path: string, scope: VariantScope): VariantDraft {
  const { wrong, runs, vectors, question } = scope;
  if (variant.id === '') wrong.push({ field: `${path}.id`, description: 'is empty; name the variant' });
  const thoughts = Math.min(thoughtsOf(variant, path, scope), scope.thoughts);
  const changes = new ChangedSlots();
  const [intervention, ...more] = variant.interventions;
  const refuse = (field: string, description: string): void => {
    wrong.push({ field: `${path}.${field}`, description: `${description} in PROTOCOL_ORIGIN` });
  };
  if (more.length > 0) refuse('interventions', 'has more than one entry; send one a variant');
  if (variant.knockouts.length > 0) refuse('knockouts', 'must be empty; knockouts do not exist');
  if (!intervention) return draftOf(variant.id, thoughts, changes, scope);
  const { site, layers, method, later, bot, eot, questionPositions, heads } = intervention;
  if (![Site.UNSPECIFIED, Site.RESID_POST].includes(site)) {
    refuse('interventions[0].site', 'must be RESID_POST');
  }
  if (method?.$case !== 'zero' && method?.$case !== 'self') {
    refuse('interventions[0]', 'must be `zero` or `self`; other methods do not exist');
  }
  if (method?.$case === 'zero' && intervention.thoughts.length === 0 && !bot) {
    refuse('interventions[0].thoughts', 'is empty, and BOT is not named; name thoughts, or bot,');
  }
  if (later === Later.HOLD) refuse('interventions[0].later', 'must be left out');
  if (eot || questionPositions.length > 0 || heads.length > 0) {
    refuse('interventions[0]', 'can only name BOT and thoughts; leave out eot, question_positions and heads');
  }
  const [layer, ...others] = layersWithin(layers, `${path}.interventions[0]`, scope.layers, wrong);
  if (layer === undefined || layer === 0 || others.length > 0) {
    refuse('interventions[0].layers', `must be one layer of 1 to ${scope.layers - 1}`);
    return draftOf(variant.id, thoughts, changes, scope);
  }
  const named = new Set<string>(
    thoughtsWithin(intervention.thoughts, `${path}.interventions[0]`, thoughts, wrong).map((thought) =>
      showSlot({ kind: 'thought', thought }),
    ),
  );
  if (bot) named.add(showSlot({ kind: 'bot' }));
  const slots: SlotName[] = [
    { kind: 'bot' },
    ...upTo(thoughts).map((index): SlotName => ({ kind: 'thought', thought: index + 1 })),
  ];
  const point = { site: 'resid_post', layer } as const;
  const from = { site: 'resid_post', layer: layer - 1 } as const;
  for (const slot of slots) {
    const value = runs.need(question, scope.thoughts, { point: from, head: null, slot });
    const zeroed = method?.$case === 'zero' && named.has(showSlot(slot));
    const vector = zeroed
      ? null
      : vectors.add(`origin ${layer} ${showSlot(slot)}`, scope.hiddenSize, () => value);
    changes.edit(slot, { point, head: null, from: 'own', scale: 0, vector, byNorm: false });
  }
  return draftOf(variant.id, thoughts, changes, scope);
}
