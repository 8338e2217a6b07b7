import type { Tensor } from './gen/codi/v1/tensor.js';
import { DataType } from './gen/codi/v1/tensor.js';

/** A dense float32 array with its extents, outermost first. */
export interface FloatArray {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

const count = (shape: readonly number[]): number => shape.reduce((product, extent) => product * extent, 1);

// Raw tensors are little-endian; so is every machine that Node 20 has prebuilt binaries for. Checked, not assumed.
const littleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/** An array as a message. The bytes are a view: do not change `data` before the message is sent. */
export function encodeTensor({ shape, data }: FloatArray): Tensor {
  if (count(shape) !== data.length) {
    throw new RangeError(
      `a tensor of shape [${shape.join(', ')}] needs ${count(shape)} values, not ${data.length}`,
    );
  }
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  return {
    dtype: DataType.FLOAT32,
    shape: [...shape],
    data: littleEndian ? bytes : Buffer.from(bytes).swap32(),
  };
}

/** A message as an array; a view of its bytes where their alignment allows. Throws RangeError if they do not fit the shape. */
export function decodeTensor({ dtype, shape, data }: Tensor): FloatArray {
  if (dtype !== DataType.FLOAT32)
    throw new RangeError(`a tensor has element type ${dtype}; only FLOAT32 is known`);
  if (data.byteLength !== 4 * count(shape)) {
    throw new RangeError(
      `a tensor of shape [${shape.join(', ')}] needs ${4 * count(shape)} bytes, not ${data.byteLength}`,
    );
  }
  const whole = littleEndian && data.byteOffset % 4 === 0;
  const bytes = whole ? data : Buffer.from(Uint8Array.from(data));
  if (!littleEndian) bytes.swap32();
  return { shape, data: new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4) };
}
