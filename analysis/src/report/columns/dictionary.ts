/** Texts that occur again and again, each kept once. */
export class Dictionary {
  private readonly places = new Map<string, number>();

  /** The place of a text, which is added where it is new. */
  placeOf(text: string): number {
    const known = this.places.get(text);
    if (known !== undefined) return known;
    this.places.set(text, this.places.size);
    return this.places.size - 1;
  }

  /** The texts in the order of their places. */
  get texts(): string[] {
    return [...this.places.keys()];
  }
}
