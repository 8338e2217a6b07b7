/** Where the values of a float32 tensor stand: little-endian, row-major, without gaps. */
export interface WeightLocation {
  /** Absolute path. */
  file: string;
  /** Bytes from the start of the file. */
  offset: number;
  byteLength: number;
  shape: readonly number[];
}
