import type { Architecture, FamilyName } from '../architecture.js';
import type { Decoder, DecoderParts } from '../graph/decoder.js';
import type { DecoderTensors, Family, Positions } from './family.js';
import { gpt2 } from './gpt2.js';
import { llama } from './llama.js';

/** Every family with all that it needs: one that lacks a part does not compile. */
export const FAMILIES: { readonly [F in FamilyName]: Family<Architecture<F>> } = { llama, gpt2 };

/** Whether this is the `model_type` of a family that is known. */
export function isFamilyName(name: unknown): name is FamilyName {
  return typeof name === 'string' && Object.hasOwn(FAMILIES, name);
}

/** The tensors of an architecture's decoder, without the head. */
export function familyTensors<F extends FamilyName>(architecture: Architecture<F>): DecoderTensors {
  return FAMILIES[architecture.family].tensors(architecture);
}

/** How an architecture's decoder knows where a slot stands. */
export function positionsOf<F extends FamilyName>(architecture: Architecture<F>): Positions {
  return FAMILIES[architecture.family].positions(architecture);
}

/** The decoder of an architecture. */
export function decoderOf<F extends FamilyName>(architecture: Architecture<F>, parts: DecoderParts): Decoder {
  return FAMILIES[architecture.family].decoder(architecture, parts);
}
