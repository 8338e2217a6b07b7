import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { addLora } from './lora-rows.js';
import type { LoraRows } from './lora-rows.js';

/** Multiplications below which a thread is not worth its start: a tenth of a second's. */
const workOfThread = 2 ** 26;

/** Each thread holds its own copy of A. */
const mostThreads = 8;

/**
 * W + scale B A. Writes into `weight`. A thread does about 0.8 * 10^9 multiplications a second, and the rows of
 * a large matrix are shared out to as many threads as there are cores; the result does not depend on their number.
 * @param weight W [out, in]
 * @param a A [rank, in]
 * @param b B [out, rank]
 * @param scale alpha / rank
 * @throws the signal's reason when aborted
 */
export async function mergeLora(
  weight: Float32Array,
  a: Float32Array,
  b: Float32Array,
  options: { rank: number; scale: number; signal?: AbortSignal | undefined },
): Promise<void> {
  const { rank, scale, signal } = options;
  signal?.throwIfAborted();
  const height = b.length / rank;
  const width = a.length / rank;
  const worthwhile = Math.floor((height * a.length) / workOfThread);
  const threads = Math.min(worthwhile, availableParallelism(), mostThreads);
  if (threads === 0) {
    addLora({ weight, a, b, rank, scale });
    return;
  }
  const rowsOfThread = Math.ceil(height / threads);
  const starts = Array.from({ length: Math.ceil(height / rowsOfThread) }, (_, part) => part * rowsOfThread);
  await Promise.all(
    starts.map(async (start) => {
      const end = start + rowsOfThread;
      const part = weight.slice(start * width, end * width);
      const rows = { weight: part, a, b: b.slice(start * rank, end * rank), rank, scale };
      weight.set(await inThread(rows, signal), start * width);
    }),
  );
}

/** The rows, summed in a thread of their own. `rows.weight` is given away. */
function inThread(rows: LoraRows, signal?: AbortSignal): Promise<Float32Array> {
  const transferList = [rows.weight.buffer as ArrayBuffer];
  const worker = new Worker(new URL('./lora-worker.js', import.meta.url), { workerData: rows, transferList });
  const stop = (): void => void worker.terminate();
  signal?.addEventListener('abort', stop, { once: true });
  return new Promise<Float32Array>((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', (code) => {
      // After a message this comes too late to count.
      reject((signal?.reason as Error | undefined) ?? new Error(`a merging thread ended with code ${code}`));
    });
  }).finally(() => signal?.removeEventListener('abort', stop));
}
