/**
 * How much a request may ask to be changed: single vectors and single attention edges, all variants together. A few
 * bytes can name millions of them, and each takes time and memory of the server.
 */
export class WorkBudget {
  private spent = 0;

  constructor(readonly most: number) {}

  /** Counts so much; false when that is too much, from then on. */
  spend(amount: number): boolean {
    this.spent += amount;
    return this.spent <= this.most;
  }

  get exhausted(): boolean {
    return this.spent > this.most;
  }
}
