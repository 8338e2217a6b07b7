import { createHash } from 'node:crypto';

import type { EditPoint } from '@codiscope/models';
import { decodeTensor, NoiseKind, type Intervention, type Tensor } from '@codiscope/proto';

import type { VectorEdit } from '../engine/rollout-plan.js';
import type { Reference } from '../references/reference.js';
import { showSlot, type SlotName } from './changed-slots.js';
import { gaussianVector } from './gaussian.js';
import type { VariantScope } from './variant-scope.js';

/** A place that a method is applied at. */
export interface MethodPlace {
  readonly point: EditPoint;
  readonly head: number | null;
  readonly slot: SlotName;
}

/** What a method does at one place. */
export type Change = Pick<VectorEdit, 'from' | 'scale' | 'vector' | 'byNorm'>;

/** A method that has been checked: the change at each place, or null after a violation. */
export type Method = (place: MethodPlace) => Change | null;

/** The largest factor of a scaling, either way: beyond it activations overflow, and what comes out means nothing. */
const MOST_SCALE = 1000;

const plain = (from: 'own' | 'clean', scale: number): Change => ({
  from,
  scale,
  vector: null,
  byNorm: false,
});
const replaced = (vector: number): Change => ({ from: 'own', scale: 0, vector, byNorm: false });

/** The method of an intervention; null when it cannot be used anywhere. Violations are added to the scope's. */
export function methodOf({ method }: Intervention, path: string, scope: VariantScope): Method | null {
  switch (method?.$case) {
    case 'zero':
      return () => plain('own', 0);
    case 'self':
      return () => plain('clean', 1);
    case 'scale': {
      const { factor } = method.value;
      return isFactor(factor, `${path}.scale.factor`, scope) ? () => plain('own', factor) : null;
    }
    case 'mean':
      return fromReference(method.value.reference, `${path}.mean`, scope, (reference) => ({
        name: `mean ${reference.facts.id}`,
        vectorAt: (place) => reference.spread(place).mean,
      }));
    case 'resample': {
      const { reference: id, donor } = method.value;
      return fromReference(id, `${path}.resample`, scope, (reference) => {
        const { questions } = reference.facts;
        if (donor < 1 || donor > questions) {
          const description = `is ${donor}; the reference has donors 1 to ${questions}`;
          scope.wrong.push({ field: `${path}.resample.donor`, description });
          return null;
        }
        return {
          name: `donor ${donor} ${reference.facts.id}`,
          vectorAt: (place) => reference.donor(donor, place),
        };
      });
    }
    case 'noise':
      return noise(method.value, `${path}.noise`, scope);
    case 'patch':
      return patch(method.value.source, `${path}.patch.source`, scope);
    case 'affine': {
      const { scale, add } = method.value;
      if (!isFactor(scale, `${path}.affine.scale`, scope)) return null;
      return add ? affine(scale, add, `${path}.affine.add`, scope) : () => plain('own', scale);
    }
    case undefined: {
      const known = '`zero`, `self`, `scale`, `mean`, `resample`, `noise`, `patch` or `affine`';
      scope.wrong.push({ field: path, description: `has no method that this server knows; give ${known}` });
      return null;
    }
  }
}

function isFactor(factor: number, field: string, { wrong }: VariantScope): boolean {
  if (Math.abs(factor) <= MOST_SCALE) return true;
  wrong.push({ field, description: `is ${factor}; give a factor from -${MOST_SCALE} to ${MOST_SCALE}` });
  return false;
}

/** A method that puts vectors of a fitted reference. */
function fromReference(
  id: string,
  field: string,
  scope: VariantScope,
  make: (reference: Reference) => {
    name: string;
    vectorAt: (place: Parameters<Reference['spread']>[0]) => Float32Array;
  } | null,
): Method | null {
  const reference = scope.references.get(id);
  if (!reference) {
    scope.wrong.push({
      field: `${field}.reference`,
      description: `"${id}" is no reference of this model; fit one with ReferenceService.FitReference`,
    });
    return null;
  }
  const made = make(reference);
  if (!made) return null;
  return ({ point, head, slot }) => {
    const { site, layer } = point;
    if (!reference.has(site, layer)) {
      const where = layer === null ? site : `${site} of layer ${layer}`;
      const description = `does not hold ${where}; fit one that does`;
      scope.wrong.push({ field: `${field}.reference`, description });
      return null;
    }
    const at = referenceSlot(slot, reference);
    if (at === null) {
      const description = `has no value for ${showSlot(slot)}: a position means nothing across questions; name thoughts, bot or eot`;
      scope.wrong.push({ field: `${field}.reference`, description });
      return null;
    }
    const whole = made.vectorAt({ site, layer, slot: at });
    const name = `${made.name} ${site} ${layer} ${head} ${at}`;
    const width = widthAt(head, scope);
    return replaced(scope.vectors.add(name, width, () => ofHead(whole, head, scope)));
  };
}

/** A slot's index in a reference; null for slots that are not comparable across questions. */
export function referenceSlot(slot: SlotName, { facts }: Reference): number | null {
  if (slot.kind === 'bot') return 0;
  if (slot.kind === 'eot') return facts.thoughts + 1;
  return slot.kind === 'thought' ? slot.thought : null;
}

/** The part of a vector that belongs to a head; all of it without one. */
function ofHead(whole: Float32Array, head: number | null, { headDim }: VariantScope): Float32Array {
  // A copy: a view would take the whole reference along into the engine's thread.
  return head === null ? whole.slice() : whole.slice(head * headDim, (head + 1) * headDim);
}

/** Components of a vector of a head, or of the residual stream. */
function widthAt(head: number | null, { headDim, hiddenSize }: VariantScope): number {
  return head === null ? hiddenSize : headDim;
}

function noise(
  { kind, sigma, seed }: { kind: NoiseKind; sigma: number; seed: number },
  field: string,
  scope: VariantScope,
): Method | null {
  const added = kind === NoiseKind.ADDED;
  if (added ? !(sigma > 0 && sigma <= MOST_SCALE) : sigma !== 0) {
    const description = added
      ? `is ${sigma}; give a number above 0, at most ${MOST_SCALE}`
      : `is ${sigma}; norm-matched noise takes none: leave it out, or set kind to NOISE_KIND_ADDED`;
    scope.wrong.push({ field: `${field}.sigma`, description });
    return null;
  }
  if (![NoiseKind.UNSPECIFIED, NoiseKind.NORM_MATCHED, NoiseKind.ADDED].includes(kind)) {
    const description = 'is not known to this server; use NORM_MATCHED or ADDED';
    scope.wrong.push({ field: `${field}.kind`, description });
    return null;
  }
  const question = createHash('sha256').update(scope.question.join()).digest('hex');
  return ({ point: { site, layer }, head, slot }) => {
    const width = widthAt(head, scope);
    const key = [question, site, layer, head, showSlot(slot), seed].join();
    // |h| g / |g|, or h + |h| sigma g / sqrt(width): the norm of h is known only when the slot is computed.
    const vector = scope.vectors.add(`noise ${added ? sigma : 'matched'} ${key}`, width, () => {
      const direction = gaussianVector(key, width);
      const norm = Math.sqrt(direction.reduce((sum, value) => sum + value * value, 0));
      const factor = added ? sigma / Math.sqrt(width) : 1 / norm;
      return Float32Array.from(direction, (value) => value * factor);
    });
    return { from: 'own', scale: added ? 1 : 0, vector, byNorm: true };
  };
}

function patch(id: string, field: string, scope: VariantScope): Method | null {
  const source = scope.sources.get(id);
  if (!source) {
    const description = `"${id}" is no source of this request; name one of \`sources\``;
    scope.wrong.push({ field, description });
    return null;
  }
  return (place) => {
    const { slot } = place;
    if (slot.kind === 'question' && slot.position >= source.length) {
      const description = `"${id}" has ${source.length} tokens and no ${showSlot(slot)}; name positions that it has`;
      scope.wrong.push({ field, description });
      return null;
    }
    const { point, head } = place;
    const name = ['source', id, point.site, point.layer, head, showSlot(slot)].join();
    const value = scope.runs.need(source, scope.thoughts, place);
    return replaced(scope.vectors.add(name, widthAt(head, scope), () => value));
  };
}

function affine(scale: number, add: Tensor, field: string, scope: VariantScope): Method | null {
  let data: Float32Array;
  try {
    data = Float32Array.from(decodeTensor(add).data);
  } catch (error) {
    const description = `cannot be read: ${(error as Error).message}`;
    scope.wrong.push({ field, description });
    return null;
  }
  const bad = data.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) {
    const description = `holds ${data[bad]} at index ${bad}; give finite numbers`;
    scope.wrong.push({ field, description });
    return null;
  }
  const hash = createHash('sha256').update(Buffer.from(data.buffer)).digest('hex');
  return ({ head }) => {
    const width = widthAt(head, scope);
    if (data.length !== width || add.shape.length !== 1) {
      const description = `has shape [${add.shape.join(', ')}]; vectors here have [${width}]`;
      scope.wrong.push({ field, description });
      return null;
    }
    return {
      from: 'own',
      scale,
      vector: scope.vectors.add(`given ${hash}`, width, () => data),
      byNorm: false,
    };
  };
}
