import { ModelError } from '../errors.js';

/** Reads a pickle's bytes from front to back. Every read is checked against the end: BAD_FILE beyond it. */
export class PickleCursor {
  private at = 0;

  constructor(
    private readonly path: string,
    private readonly bytes: Buffer,
  ) {}

  get position(): number {
    return this.at;
  }

  uint8(): number {
    return this.take(1).readUInt8();
  }

  uint16(): number {
    return this.take(2).readUInt16LE();
  }

  int32(): number {
    return this.take(4).readInt32LE();
  }

  uint32(): number {
    return this.take(4).readUInt32LE();
  }

  /** Big-endian, as pickle has it. */
  float64(): number {
    return this.take(8).readDoubleBE();
  }

  /** A little-endian two's complement of `length` bytes; beyond 6 bytes nothing here needs it. */
  integer(length: number): number {
    if (length > 6)
      throw new ModelError('BAD_FILE', `${this.path}: a pickled integer is too large; fetch the file again`);
    return length === 0 ? 0 : this.take(length).readIntLE(0, length);
  }

  text(length: number): string {
    return this.take(length).toString('utf8');
  }

  /** Text up to a line feed, which is passed over. */
  line(): string {
    const end = this.bytes.indexOf(0x0a, this.at);
    if (end < 0) throw this.tooShort();
    const text = this.text(end - this.at);
    this.at++;
    return text;
  }

  skip(length: number): void {
    this.take(length);
  }

  private take(length: number): Buffer {
    const end = this.at + length;
    if (end > this.bytes.length) throw this.tooShort();
    const taken = this.bytes.subarray(this.at, end);
    this.at = end;
    return taken;
  }

  private tooShort(): ModelError {
    return new ModelError('BAD_FILE', `${this.path}: the pickle ends too early; fetch the file again`);
  }
}
