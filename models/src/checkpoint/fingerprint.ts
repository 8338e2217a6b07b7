import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { Precision } from '../precision.js';
import { quantisation } from '../quantisation/block-quantisation.js';
import { canonicalJson } from './canonical-json.js';

/** What decides how a model computes. */
export interface FingerprintParts {
  /** Paths of the files, in this order. */
  files: readonly string[];
  /** Everything that does not stand in those files as it was used. */
  settings: unknown;
}

/**
 * The fingerprint of a model in a precision: that of the checkpoint itself in fp32, another one otherwise, since the
 * model then computes something else and its results must not be mixed with the exact ones.
 */
export function precisionFingerprint(checkpoint: string, precision: Precision): string {
  if (precision === 'fp32') return checkpoint;
  return createHash('sha256')
    .update(`${checkpoint}\n${canonicalJson(quantisation)}`)
    .digest('hex');
}

/**
 * SHA-256 (hex) over the length and bytes of each file and the settings in canonical JSON. The lengths keep two
 * different splits of the same bytes apart; names and places of the files do not count.
 */
export async function fingerprint(
  { files, settings }: FingerprintParts,
  signal?: AbortSignal,
): Promise<string> {
  const hash = createHash('sha256');
  for (const file of files) {
    const { size } = await stat(file);
    hash.update(`${size}\n`);
    const stream = createReadStream(file, { highWaterMark: 2 ** 20, ...(signal && { signal }) });
    for await (const bytes of stream) hash.update(bytes as Buffer);
  }
  return hash.update(canonicalJson(settings)).digest('hex');
}
