import { createHash } from 'node:crypto';

/**
 * Independent standard normal numbers that depend on the key alone, on every machine: SHA-256 in counter mode gives
 * uniform ones, Box and Muller (1958) make them normal.
 */
export function gaussianVector(key: string, width: number): Float64Array {
  const vector = new Float64Array(width);
  let digest = Buffer.alloc(0);
  let counter = 0;
  let used = 0;
  const uniform = (): number => {
    if (used === digest.length) {
      digest = createHash('sha256').update(`${key}#${counter++}`).digest();
      used = 0;
    }
    const word = digest.readUInt32LE(used);
    used += 4;
    // Above 0 and below 1.
    return (word + 0.5) / 2 ** 32;
  };
  for (let at = 0; at < width; at += 2) {
    const radius = Math.sqrt(-2 * Math.log(uniform()));
    const angle = 2 * Math.PI * uniform();
    vector[at] = radius * Math.cos(angle);
    if (at + 1 < width) vector[at + 1] = radius * Math.sin(angle);
  }
  return vector;
}
