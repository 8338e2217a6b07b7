import type { RawTensor } from './rewritten-tensors.js';

/** A float32's bits, of which only what the format holds is left, and the format's own bits. */
interface Rounded {
  float32: number;
  half: number;
}

/** The upper half of a float32. */
function bfloat16(bits: number): Rounded {
  return { float32: (bits & 0xffff0000) >>> 0, half: bits >>> 16 };
}

/** IEEE 754 binary16, rounded towards zero; what is too small for a normal number is zero. */
function float16(bits: number): Rounded {
  const sign = bits >>> 31;
  const exponent = ((bits >>> 23) & 0xff) - 112;
  const fraction = (bits >>> 13) & 0x3ff;
  if (exponent <= 0) return { float32: (sign << 31) >>> 0, half: sign << 15 };
  if (exponent > 30) throw new Error('too large for float16');
  const float32 = ((sign << 31) | ((exponent + 112) << 23) | (fraction << 13)) >>> 0;
  return { float32, half: (sign << 15) | (exponent << 10) | fraction };
}

/** A float32 tensor in half the bytes, and the float32 tensor of exactly those values. */
export function halved(tensor: RawTensor, dtype: 'F16' | 'BF16'): { half: RawTensor; same: RawTensor } {
  const round = dtype === 'F16' ? float16 : bfloat16;
  const values = [...new Uint32Array(tensor.bytes.slice().buffer)].map(round);
  const bytes = (array: Uint16Array | Uint32Array) => new Uint8Array(array.buffer);
  return {
    half: { ...tensor, dtype, bytes: bytes(Uint16Array.from(values, ({ half }) => half)) },
    same: { ...tensor, bytes: bytes(Uint32Array.from(values, ({ float32 }) => float32)) },
  };
}
