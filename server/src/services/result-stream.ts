import type { Writable } from 'node:stream';

/** The one place that writes to a client: it waits while the client is slower than the engine. */
export class ResultStream<T> {
  private tail: Promise<void> = Promise.resolve();

  constructor(
    private readonly call: Writable,
    private readonly signal: AbortSignal,
  ) {}

  /** Queues a message behind those before it. Resolves when it has left, or never will; never rejects. */
  write(message: T): Promise<void> {
    this.tail = this.tail.then(() => this.send(message));
    return this.tail;
  }

  /** Resolves when everything queued has left. */
  flushed(): Promise<void> {
    return this.tail;
  }

  /**
   * Hands over one message and waits until HTTP/2 has sent it. `write` returning true would not say that: a stream
   * of objects buffers 16 of them, whatever their size.
   */
  private send(message: T): Promise<void> {
    if (this.signal.aborted || this.call.destroyed) return Promise.resolve();
    return new Promise((resolve) => {
      const done = (): void => {
        this.signal.removeEventListener('abort', done);
        resolve();
      };
      this.signal.addEventListener('abort', done, { once: true });
      this.call.write(message, done);
    });
  }
}
