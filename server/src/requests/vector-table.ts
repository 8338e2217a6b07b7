/** The vectors that a request's edits add, each once. */
export class VectorTable {
  private readonly known = new Map<string, number>();
  readonly vectors: Float32Array[] = [];
  /** Bytes of all of them. */
  bytes = 0;

  /** `most`: no vectors are made beyond this many bytes. */
  constructor(readonly most: number) {}

  /** Whether a vector would be too much. */
  get full(): boolean {
    return this.bytes > this.most;
  }

  /** The index of the vector of this name; made on first use. */
  add(name: string, make: () => Float32Array): number {
    const known = this.known.get(name);
    if (known !== undefined) return known;
    const vector = this.full ? new Float32Array(0) : make();
    this.bytes += vector.byteLength;
    this.known.set(name, this.vectors.length);
    return this.vectors.push(vector) - 1;
  }
}
