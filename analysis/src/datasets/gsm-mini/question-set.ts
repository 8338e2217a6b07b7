import { createHash } from 'node:crypto';

function digestOf(question: string): string {
  return createHash('sha256').update(question).digest().toString('latin1', 0, 16);
}

/**
 * A set of questions that keeps 128 bits of each one's SHA-256 instead of its text: 400,000 questions take about
 * 25 MB, and two different questions collide with probability 1e-28.
 */
export class QuestionSet {
  readonly #digests = new Set<string>();

  /** Adds a question; false when it was there already. */
  add(question: string): boolean {
    const digest = digestOf(question);
    if (this.#digests.has(digest)) return false;
    this.#digests.add(digest);
    return true;
  }

  has(question: string): boolean {
    return this.#digests.has(digestOf(question));
  }
}
