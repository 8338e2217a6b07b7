/** The vectors that a request's edits add, each once. They are made only when the request has been found right. */
export class VectorTable {
  private readonly known = new Map<string, number>();
  private readonly makers: (() => Float32Array)[] = [];
  private components = 0;

  /** `most`: bytes of all of them. */
  constructor(readonly most: number) {}

  /** Whether they are more than there may be. */
  get full(): boolean {
    return 4 * this.components > this.most;
  }

  /** The index of the vector of this name, of so many components. */
  add(name: string, width: number, make: () => Float32Array): number {
    const known = this.known.get(name);
    if (known !== undefined) return known;
    this.components += width;
    this.known.set(name, this.makers.length);
    return this.makers.push(make) - 1;
  }

  /** All of them, in the order of their indices. */
  vectors(): Float32Array[] {
    return this.makers.map((make) => make());
  }
}
