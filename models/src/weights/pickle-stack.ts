import { ModelError } from '../errors.js';

/** The values that a pickle works on: a stack with marks, and a memo of values by number. BAD_FILE on misuse. */
export class PickleStack {
  private values: unknown[] = [];
  /** The stacks below each open mark. */
  private readonly below: unknown[][] = [];
  private readonly memo = new Map<number, unknown>();

  constructor(private readonly path: string) {}

  push(value: unknown): void {
    this.values.push(value);
  }

  pop(): unknown {
    if (this.values.length === 0) throw this.bad('takes a value from an empty stack');
    return this.values.pop();
  }

  top(): unknown {
    if (this.values.length === 0) throw this.bad('looks at a value on an empty stack');
    return this.values.at(-1);
  }

  mark(): void {
    this.below.push(this.values);
    this.values = [];
  }

  /** All values above the last mark, which is taken away. */
  popToMark(): unknown[] {
    const items = this.values;
    const below = this.below.pop();
    if (!below) throw this.bad('closes a mark that it never opened');
    this.values = below;
    return items;
  }

  /** Makes the last `length` values one. */
  pushTuple(length: number): void {
    if (this.values.length < length) throw this.bad('makes a tuple of values that are not there');
    this.push(this.values.splice(-length));
  }

  append(items: readonly unknown[]): void {
    const list = this.top();
    if (!Array.isArray(list)) throw this.bad('appends to what is no list');
    for (const item of items) list.push(item);
  }

  /** @param pairs key, value, key, value, ... */
  setItems(pairs: readonly unknown[]): void {
    const dict = this.top();
    if (!(dict instanceof Map) || pairs.length % 2 !== 0) throw this.bad('sets items of what is no dict');
    for (let at = 0; at < pairs.length; at += 2) dict.set(pairs[at], pairs[at + 1]);
  }

  remember(slot: number): void {
    this.memo.set(slot, this.top());
  }

  /** Remembers the value under the next number. */
  memoize(): void {
    this.remember(this.memo.size);
  }

  recall(slot: number): void {
    if (!this.memo.has(slot)) throw this.bad(`recalls value ${slot}, which it never remembered`);
    this.push(this.memo.get(slot));
  }

  private bad(fact: string): ModelError {
    return new ModelError('BAD_FILE', `${this.path}: the pickle ${fact}; fetch the file again`);
  }
}
