import type { Architecture } from '../architecture.js';
import type { Decoder, DecoderParts } from './decoder.js';
import { gpt2Decoder } from './gpt2-decoder.js';
import { llamaDecoder } from './llama-decoder.js';

/** The decoder of an architecture. */
export function decoderOf(architecture: Architecture, parts: DecoderParts): Decoder {
  return architecture.family === 'llama'
    ? llamaDecoder(architecture, parts)
    : gpt2Decoder(architecture, parts);
}
