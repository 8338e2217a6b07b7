import { decodeTensor, type Tensor } from '@codiscope/proto';

/** A float32 in few digits: nine name it exactly. */
export function shortFloat(value: number): number {
  return Number(value.toPrecision(9));
}

/** The rows of a tensor's last axis, one after the other, in few digits. */
export function tensorRows(tensor: Tensor): number[][] {
  const { shape, data } = decodeTensor(tensor);
  const width = shape.at(-1) ?? 1;
  return Array.from({ length: data.length / width }, (_, row) =>
    Array.from(data.subarray(row * width, (row + 1) * width), shortFloat),
  );
}
