import type { EditPoint } from '@codiscope/models';
import { Later, type Intervention } from '@codiscope/proto';

import { showSlot, type ChangedSlots, type SlotName } from './changed-slots.js';
import { methodOf } from './methods.js';
import { headsWithin, layersWithin, numbersWithin, upTo } from './numbered.js';
import { editSite } from './sites.js';
import type { VariantScope } from './variant-scope.js';

/** Adds what an intervention changes to a variant of so many thoughts. Violations are added to the scope's. */
export function addIntervention(
  intervention: Intervention,
  path: string,
  thoughts: number,
  changes: ChangedSlots,
  scope: VariantScope,
): void {
  const points = editPoints(intervention, path, scope);
  const heads = headsOf(intervention, path, scope);
  const slots = slotsOf(intervention, path, thoughts, scope);
  const method = methodOf(intervention, path, scope);
  if (!method) return;
  if (![Later.UNSPECIFIED, Later.RECOMPUTE, Later.HOLD].includes(intervention.later)) {
    const description = 'is not known to this server; use RECOMPUTE or HOLD';
    scope.wrong.push({ field: `${path}.later`, description });
  }
  const before = scope.wrong.length;
  const named = new Set(slots.map(showSlot));
  const held: SlotName[] =
    intervention.later === Later.HOLD
      ? upTo(thoughts)
          .map((index): SlotName => ({ kind: 'thought', thought: index + 1 }))
          .filter((slot) => !named.has(showSlot(slot)))
      : [];
  if (!scope.work.spend(points.length * heads.length * (slots.length + held.length))) return;
  for (const slot of [...slots, ...held]) {
    for (const point of points) {
      for (const head of heads) {
        const isHeld = !named.has(showSlot(slot));
        const change = isHeld
          ? ({ from: 'clean', scale: 1, vector: null, byNorm: false } as const)
          : method({ point, head, slot });
        // Said once: two interventions that meet, or a missing value, usually do so at every slot.
        if (!change || scope.wrong.length > before) return;
        if (change.from === 'clean' && slot.kind === 'eot' && thoughts < scope.thoughts) {
          scope.wrong.push({
            field: `${path}.eot`,
            description: `is the slot behind thought ${thoughts} here, behind ${scope.thoughts} in the clean run: it has no clean value; leave out \`thoughts\` or \`eot\``,
          });
          return;
        }
        if (changes.edit(slot, { point, head, ...change })) continue;
        const site = point.layer === null ? point.site : `${point.site} of layer ${point.layer}`;
        const where = `${site}${head === null ? '' : `, head ${head}`}, ${showSlot(slot)}`;
        scope.wrong.push({
          field: path,
          description: `meets another intervention at ${where}; merge the two`,
        });
        return;
      }
    }
  }
}

function editPoints(
  { site, layers }: Intervention,
  path: string,
  { layers: most, wrong }: VariantScope,
): EditPoint[] {
  const name = editSite(site);
  if (!name) {
    wrong.push({
      field: `${path}.site`,
      description: 'can only be read, not changed; use RESID_POST, EMBED, ATTN_OUT, MLP_OUT or HEAD',
    });
    return [];
  }
  if (name === 'embed') {
    if (layers.length > 0)
      wrong.push({
        field: `${path}.layers`,
        description: 'must be empty for EMBED, which is before the first layer',
      });
    return [{ site: name, layer: null }];
  }
  if (layers.length === 0) {
    const description = `is empty; name decoder layers, 0 to ${most - 1}`;
    wrong.push({ field: `${path}.layers`, description });
  }
  return layersWithin(layers, path, most, wrong).map((layer) => ({ site: name, layer }));
}

function headsOf(
  { site, heads }: Intervention,
  path: string,
  { heads: most, wrong }: VariantScope,
): (number | null)[] {
  if (editSite(site) !== 'head') {
    if (heads.length > 0)
      wrong.push({
        field: `${path}.heads`,
        description: 'must be empty at this site; only HEAD takes heads',
      });
    return [null];
  }
  if (heads.length === 0) {
    wrong.push({ field: `${path}.heads`, description: `is empty; name query heads, 0 to ${most - 1}` });
  }
  return headsWithin(heads, path, most, wrong);
}

function slotsOf(
  { thoughts: asked, questionPositions, bot, eot }: Intervention,
  path: string,
  thoughts: number,
  { question, wrong }: VariantScope,
): SlotName[] {
  if (asked.length === 0 && questionPositions.length === 0 && !bot && !eot) {
    wrong.push({
      field: `${path}.thoughts`,
      description: `is empty, and no other slot is named; name thoughts, 1 to ${thoughts}, or question_positions, bot or eot`,
    });
  }
  const within = thoughtsWithin(asked, path, thoughts, wrong);
  const positions = positionsWithin(questionPositions, path, question.length, wrong);
  return [
    ...positions.map((position): SlotName => ({ kind: 'question', position })),
    ...(bot ? [{ kind: 'bot' } as const] : []),
    ...within.map((thought): SlotName => ({ kind: 'thought', thought })),
    ...(eot ? [{ kind: 'eot' } as const] : []),
  ];
}

/** Thoughts of a field of a variant that runs so many. */
export function thoughtsWithin(
  asked: readonly number[],
  path: string,
  thoughts: number,
  wrong: VariantScope['wrong'],
): number[] {
  const what =
    thoughts === 0
      ? 'this variant runs no thought (its `thoughts` is 0), so nothing can be changed'
      : `this variant runs thoughts 1 to ${thoughts}, counted from 1`;
  return numbersWithin(asked, `${path}.thoughts`, { from: 1, to: thoughts, what }, wrong);
}

/** Positions of a field in a question of so many tokens; 0 when the question itself is wrong, which is said elsewhere. */
export function positionsWithin(
  asked: readonly number[],
  path: string,
  tokens: number,
  wrong: VariantScope['wrong'],
): number[] {
  if (tokens === 0) return [];
  const what = `the question has positions 0 to ${tokens - 1}`;
  return numbersWithin(asked, `${path}.question_positions`, { from: 0, to: tokens - 1, what }, wrong);
}
