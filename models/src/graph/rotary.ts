import type { RopeScaling } from '../architecture.js';

/** What rotary position embedding needs to know. */
export interface RotarySettings {
  readonly headDim: number;
  readonly theta: number;
  readonly scaling: RopeScaling | null;
}

/**
 * Rotation speeds of a head's dimension pairs, radians a position. [headDim / 2]
 *
 * RoPE: Su et al. 2021 (arXiv 2104.09864). With llama3 scaling, long wavelengths are slowed by `factor` and those
 * between the two frequency limits are blended, as Llama 3.1's configuration defines it.
 */
export function rotaryFrequencies({ headDim, theta, scaling }: RotarySettings): Float32Array {
  const frequencies = new Float32Array(headDim / 2);
  for (let pair = 0; pair < frequencies.length; pair++) {
    // In float32 step by step, as the reference implementation computes it.
    const exponent = Math.fround((2 * pair) / headDim);
    frequencies[pair] = 1 / Math.fround(theta ** exponent);
  }
  if (!scaling) return frequencies;
  const longest = scaling.originalMaxPositions / scaling.lowFrequencyFactor;
  const shortest = scaling.originalMaxPositions / scaling.highFrequencyFactor;
  return frequencies.map((frequency) => {
    const wavelength = (2 * Math.PI) / frequency;
    if (wavelength < shortest) return frequency;
    if (wavelength > longest) return frequency / scaling.factor;
    const blend =
      (scaling.originalMaxPositions / wavelength - scaling.lowFrequencyFactor) /
      (scaling.highFrequencyFactor - scaling.lowFrequencyFactor);
    return ((1 - blend) * frequency) / scaling.factor + blend * frequency;
  });
}

/** Cosines and sines of the positions 0, 1, ..: [positions, headDim / 2] each, row-major. */
export interface RotaryTables {
  readonly cos: Float32Array;
  readonly sin: Float32Array;
}

/** The tables for positions 0..positions-1. */
export function rotaryTables(settings: RotarySettings, positions: number): RotaryTables {
  const frequencies = rotaryFrequencies(settings);
  const half = frequencies.length;
  const cos = new Float32Array(positions * half);
  const sin = new Float32Array(positions * half);
  for (let position = 0; position < positions; position++) {
    frequencies.forEach((frequency, pair) => {
      const angle = Math.fround(position * frequency);
      cos[position * half + pair] = Math.cos(angle);
      sin[position * half + pair] = Math.sin(angle);
    });
  }
  return { cos, sin };
}
