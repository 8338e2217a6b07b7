/** A stream of random numbers, the same for the same seed on every machine. */
export interface RandomStream {
  /** A whole number in [0, bound); bound at most 2^32. */
  below(bound: number): number;
}

/** The generator sfc32 (Doty-Humphrey, PractRand), seeded and warmed up; 32-bit integers throughout. */
export function randomStream(seed: number): RandomStream {
  let a = 0x9e3779b9;
  let b = 0x243f6a88;
  let c = seed | 0;
  let counter = 1;
  const next = (): number => {
    const result = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + result;
    c |= 0;
    return result >>> 0;
  };
  for (let i = 0; i < 16; i++) next();
  return { below: (bound) => Math.floor((next() / 2 ** 32) * bound) };
}
