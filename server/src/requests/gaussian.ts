import { createHash } from 'node:crypto';

/** xoshiro128** (Blackman and Vigna 2018, arXiv 1805.01407): 32 random bits a call. */
function xoshiro(seed: Buffer): () => number {
  let [a, b, c, d] = [
    seed.readUInt32LE(0),
    seed.readUInt32LE(4),
    seed.readUInt32LE(8),
    seed.readUInt32LE(12),
  ];
  const rotated = (word: number, by: number): number => (word << by) | (word >>> (32 - by));
  return () => {
    const drawn = Math.imul(rotated(Math.imul(b, 5), 7), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = rotated(d, 11);
    return drawn;
  };
}

/**
 * Independent standard normal numbers that depend on the key alone, on every machine: the key's SHA-256 seeds a
 * generator of uniform ones, and the method of Box and Muller (1958) makes them normal.
 */
export function gaussianVector(key: string, width: number): Float64Array {
  const draw = xoshiro(createHash('sha256').update(key).digest());
  // Above 0 and below 1.
  const uniform = (): number => (draw() + 0.5) / 2 ** 32;
  const vector = new Float64Array(width);
  for (let at = 0; at < width; at += 2) {
    const radius = Math.sqrt(-2 * Math.log(uniform()));
    const angle = 2 * Math.PI * uniform();
    vector[at] = radius * Math.cos(angle);
    if (at + 1 < width) vector[at + 1] = radius * Math.sin(angle);
  }
  return vector;
}
