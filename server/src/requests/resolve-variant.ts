import type { EditPoint, EditSite } from '@codiscope/models';
import { Later, Site, type Intervention, type Variant } from '@codiscope/proto';

import type { SlotEdit, VariantPlan } from '../engine/rollout-plan.js';
import type { FieldViolation } from '../errors.js';

/** What variants are checked against. */
export interface VariantBounds {
  readonly layers: number;
  readonly thoughts: number;
}

const SITES: Partial<Record<Site, EditSite>> = {
  [Site.UNSPECIFIED]: 'resid_post',
  [Site.RESID_POST]: 'resid_post',
  [Site.EMBED]: 'embed',
  [Site.ATTN_OUT]: 'attn_out',
  [Site.MLP_OUT]: 'mlp_out',
};

/** The largest factor of a scaling, either way. */
const MOST_SCALE = 1000;

/** A variant with its edits by thought; its captures are resolved elsewhere. Violations are added to `wrong`. */
export function resolveVariant(
  variant: Variant,
  path: string,
  bounds: VariantBounds,
  wrong: FieldViolation[],
): Omit<VariantPlan, 'capture' | 'reported'> {
  if (variant.id === '') wrong.push({ field: `${path}.id`, description: 'is empty; name the variant' });
  const thoughts = variant.thoughts ?? bounds.thoughts;
  if (thoughts > bounds.thoughts) {
    wrong.push({
      field: `${path}.thoughts`,
      description: `is ${thoughts}; the model takes 0 to ${bounds.thoughts} thoughts`,
    });
  }
  const edits: SlotEdit[][] = Array.from({ length: Math.min(thoughts, bounds.thoughts) }, () => []);
  variant.interventions.forEach((intervention, index) => {
    addEdits(intervention, `${path}.interventions[${index}]`, { ...bounds, thoughts }, edits, wrong);
  });
  return { id: variant.id, thoughts, edits };
}

function addEdits(
  intervention: Intervention,
  path: string,
  bounds: VariantBounds,
  edits: SlotEdit[][],
  wrong: FieldViolation[],
): void {
  const points = editPoints(intervention, path, bounds, wrong);
  const thoughts = new Set(thoughtNumbers(intervention, path, bounds, wrong));
  const change = methodOf(intervention, path, wrong);
  if (!change) return;
  let met = false;
  edits.forEach((slot, index) => {
    const held = !thoughts.has(index + 1);
    if (held && intervention.later !== Later.HOLD) return;
    for (const point of points) {
      const clash = slot.some((edit) => edit.point.site === point.site && edit.point.layer === point.layer);
      if (clash) {
        // Said once: two interventions that meet usually do so at every thought.
        if (met) return;
        met = true;
        const where = point.layer === null ? point.site : `${point.site} of layer ${point.layer}`;
        wrong.push({
          field: path,
          description: `meets another intervention at ${where}, thought ${index + 1}; merge the two`,
        });
        return;
      }
      slot.push(held ? { point, from: 'clean', scale: 1 } : { point, ...change });
    }
  });
}

function editPoints(
  { site, layers }: Intervention,
  path: string,
  bounds: VariantBounds,
  wrong: FieldViolation[],
): EditPoint[] {
  const name = SITES[site];
  if (!name) {
    wrong.push({
      field: `${path}.site`,
      description: 'can only be read, not changed; use RESID_POST, EMBED, ATTN_OUT or MLP_OUT',
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
    wrong.push({
      field: `${path}.layers`,
      description: `is empty; name decoder layers, 0 to ${bounds.layers - 1}`,
    });
  }
  layers.forEach((layer, index) => {
    if (layer >= bounds.layers) {
      wrong.push({
        field: `${path}.layers[${index}]`,
        description: `is ${layer}; the model has layers 0 to ${bounds.layers - 1}`,
      });
    }
  });
  return [...new Set(layers)].sort((a, b) => a - b).map((layer) => ({ site: name, layer }));
}

function thoughtNumbers(
  { thoughts }: Intervention,
  path: string,
  bounds: VariantBounds,
  wrong: FieldViolation[],
): number[] {
  if (thoughts.length === 0) {
    wrong.push({
      field: `${path}.thoughts`,
      description: `is empty; name thoughts, 1 to ${bounds.thoughts}`,
    });
  }
  thoughts.forEach((thought, index) => {
    if (thought < 1 || thought > bounds.thoughts) {
      wrong.push({
        field: `${path}.thoughts[${index}]`,
        description:
          bounds.thoughts === 0
            ? `is ${thought}; this variant runs no thought (its \`thoughts\` is 0), so nothing can be changed`
            : `is ${thought}; this variant runs thoughts 1 to ${bounds.thoughts}, counted from 1`,
      });
    }
  });
  return thoughts;
}

function methodOf(
  { method }: Intervention,
  path: string,
  wrong: FieldViolation[],
): Pick<SlotEdit, 'from' | 'scale'> | null {
  switch (method?.$case) {
    case 'zero':
      return { from: 'own', scale: 0 };
    case 'self':
      return { from: 'clean', scale: 1 };
    case 'scale':
      // Beyond this activations overflow, and what comes out means nothing.
      if (Math.abs(method.value.factor) <= MOST_SCALE) return { from: 'own', scale: method.value.factor };
      wrong.push({
        field: `${path}.scale.factor`,
        description: `is ${method.value.factor}; give a factor from -${MOST_SCALE} to ${MOST_SCALE}`,
      });
      return null;
    case undefined:
      wrong.push({
        field: path,
        description: 'has no method that this server knows; give `zero`, `self` or `scale`',
      });
      return null;
  }
}
