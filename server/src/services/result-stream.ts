import { once } from 'node:events';
import type { Writable } from 'node:stream';

/** The one place that writes to a client: it waits while the client is slower than the engine. */
export class ResultStream<T> {
  private tail: Promise<void> = Promise.resolve();

  constructor(
    private readonly call: Writable,
    private readonly signal: AbortSignal,
  ) {}

  /** Queues a message behind those before it. Resolves when it was handed over; never rejects. */
  write(message: T): Promise<void> {
    this.tail = this.tail.then(async () => {
      if (this.signal.aborted || this.call.destroyed) return;
      if (this.call.write(message)) return;
      await once(this.call, 'drain', { signal: this.signal }).catch(() => undefined);
    });
    return this.tail;
  }

  /** Resolves when everything queued was handed over. */
  flushed(): Promise<void> {
    return this.tail;
  }
}
