import { readFileSync } from 'node:fs';

import { WeightsFile } from '@codiscope/models';

import { fixture } from '../harness/problems.js';

/** Slots by name; thoughts from 1, positions from 0. */
export interface ReferenceSlots {
  readonly question?: number[] | 'all';
  readonly bot?: boolean;
  readonly thoughts?: number[];
  readonly eot?: boolean;
  readonly answer?: boolean;
}

/** An edit: `h <- scale * h + add`, or the value of another question's clean run. */
export interface ReferenceEdit {
  readonly site: 'embed' | 'attn_out' | 'mlp_out' | 'resid_post' | 'head';
  readonly layers?: number[];
  readonly heads?: number[];
  readonly slots: ReferenceSlots;
  readonly scale?: number;
  /** Tensor `vector.<add>`. */
  readonly add?: string;
  /** Index of a question. */
  readonly patch_from?: number;
}

/** A knockout. */
export interface ReferenceKnockout {
  readonly queries: ReferenceSlots;
  readonly keys: ReferenceSlots;
  readonly layers: number[];
  readonly heads?: number[];
}

/** A variant that PyTorch has run. */
export interface ReferenceCase {
  readonly name: string;
  /** Index of its question. */
  readonly question: number;
  readonly truncate_to?: number;
  readonly later?: 'hold';
  readonly edits?: readonly ReferenceEdit[];
  readonly knockouts?: readonly ReferenceKnockout[];
  readonly tokens: number[];
}

/** A run whose inner values PyTorch has kept. */
export interface ReferenceCapture {
  readonly question: number;
  readonly edits?: readonly ReferenceEdit[];
  readonly tokens: number[];
  /** [thoughts][layers][5] */
  readonly lens_ids: readonly (readonly (readonly number[])[])[];
  readonly attribution: {
    readonly text: string;
    readonly token_ids: number[];
    readonly slot: number;
    readonly tokens: readonly [number, number];
  };
}

/** What an independent PyTorch rollout gave; see test/reference. */
export interface ReferenceFixture {
  readonly questions: readonly number[][];
  readonly cases: readonly ReferenceCase[];
  readonly captures: Readonly<Record<'clean' | 'zero', ReferenceCapture>>;
  /** A tensor's values. */
  readonly tensor: (name: string) => Promise<Float32Array>;
  readonly close: () => Promise<void>;
}

/** The fixture of a golden checkpoint. */
export async function referenceFixture(name: 'llama' | 'gpt2'): Promise<ReferenceFixture> {
  const folder = fixture(`reference/${name}`);
  const json = JSON.parse(readFileSync(`${folder}/reference.json`, 'utf8')) as Omit<
    ReferenceFixture,
    'tensor' | 'close'
  >;
  const file = await WeightsFile.open(`${folder}/reference.safetensors`);
  return { ...json, tensor: (key) => file.read(key), close: () => file.close() };
}

/** Norm of the difference over norm of the reference; infinite when lengths differ. */
export function relativeError(found: Float32Array, expected: Float32Array): number {
  if (found.length !== expected.length) return Infinity;
  let difference = 0;
  let norm = 0;
  expected.forEach((value, index) => {
    difference += ((found[index] as number) - value) ** 2;
    norm += value ** 2;
  });
  return Math.sqrt(difference / (norm || 1));
}
