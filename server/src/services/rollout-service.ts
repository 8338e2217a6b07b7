import { setMaxListeners } from 'node:events';

import type { handleBidiStreamingCall, handleServerStreamingCall } from '@grpc/grpc-js';
import type { RolloutRequest, RolloutResult, RolloutServiceServer } from '@codiscope/proto';
import type { Logger } from 'pino';

import type { Engine } from '../engine/engine.js';
import { invalidRequest, ServerError } from '../errors.js';
import { finishRollout } from '../requests/finish-rollout.js';
import type { RequestContext } from '../requests/request-context.js';
import type { ReferenceStore } from '../references/reference-store.js';
import { namedReferences, resolveRequest, type ResolvedRequest } from '../requests/resolve-request.js';
import { toCallStatus, toStatus } from './call-error.js';
import { signalOf } from './call-signal.js';
import { InFlight, type Load } from './in-flight.js';
import { ResultStream } from './result-stream.js';

/** What the rollout service works with. */
export interface RolloutServiceOptions {
  readonly engine: Engine;
  readonly context: RequestContext;
  readonly references: ReferenceStore;
  readonly log: Logger;
  /** What the unfinished requests of a stream may take; reading pauses there. */
  readonly inFlight: Load;
  /** Questions the engine may have waiting, all clients together; more are refused. */
  readonly queueLength: number;
}

/** `codi.v1.RolloutService` over the engine. */
export class RolloutServiceHandlers {
  constructor(private readonly options: RolloutServiceOptions) {}

  /** The handlers as grpc-js wants them. */
  handlers(): RolloutServiceServer {
    return { rollout: this.rollout, rolloutBatch: this.rolloutBatch };
  }

  private readonly rollout: handleServerStreamingCall<RolloutRequest, RolloutResult> = (call) => {
    const signal = signalOf(call);
    const stream = new ResultStream<RolloutResult>(call, signal);
    const serve = async (): Promise<void> => {
      await this.run(call.request.id, await this.resolve(call.request), stream, signal);
      call.end();
    };
    serve().catch((error: unknown) => {
      call.emit('error', toCallStatus(error, this.options.log));
    });
  };

  private readonly rolloutBatch: handleBidiStreamingCall<RolloutRequest, RolloutResult> = (call) => {
    const signal = signalOf(call);
    const stream = new ResultStream<RolloutResult>(call, signal);
    const inFlight = new InFlight(this.options.inFlight);
    const unfinished = new Map<string, Promise<void>>();
    const refuse = (id: string, error: unknown): Promise<void> => stream.write(this.failure(id, error));
    const serve = async (): Promise<void> => {
      // The default iterator would close the whole call, results too, when the client has sent its last request.
      const requests: AsyncIterable<RolloutRequest> = call.iterator({ destroyOnReturn: false });
      for await (const request of requests) {
        const { id } = request;
        // Whatever is wrong with one request is that request's error; the others go on.
        const resolved = unfinished.has(id) ? duplicateId(id) : await this.resolve(request).catch(asError);
        if (resolved instanceof Error) {
          await refuse(id, resolved);
          continue;
        }
        const load = { questions: resolved.plans.length, bytes: resolved.resultBytes };
        await inFlight.admit(load);
        const done = this.run(id, resolved, stream, signal)
          .catch((error: unknown) => refuse(id, error))
          .finally(() => {
            unfinished.delete(id);
            inFlight.release(load);
          });
        unfinished.set(id, done);
      }
      await Promise.all(unfinished.values());
      await stream.flushed();
      call.end();
    };
    serve().catch((error: unknown) => {
      if (!signal.aborted) call.emit('error', toCallStatus(error, this.options.log));
    });
  };

  private async resolve(request: RolloutRequest): Promise<ResolvedRequest> {
    const { context, references } = this.options;
    const named = new Set(namedReferences(request));
    const most = context.limits.maxReferences;
    if (named.size > most) {
      const description = `name ${named.size} different references; a request takes at most ${most}`;
      throw invalidRequest('TOO_MANY_REFERENCES', [{ field: 'variants', description }]);
    }
    return resolveRequest(request, context, await references.load(named));
  }

  private failure(requestId: string, error: unknown): RolloutResult {
    return {
      requestId,
      variantId: '',
      outcome: { $case: 'error', value: toStatus(error, this.options.log) },
    };
  }

  /** Runs a request and writes its results. When one part fails, the others are left too. */
  private async run(
    requestId: string,
    request: ResolvedRequest,
    stream: ResultStream<RolloutResult>,
    signal: AbortSignal,
  ): Promise<void> {
    const { engine, context, queueLength } = this.options;
    signal.throwIfAborted();
    if (engine.load + request.sources.length + request.plans.length > queueLength) {
      throw new ServerError(
        'RESOURCE_EXHAUSTED',
        'QUEUE_FULL',
        `${engine.load} questions are waiting already; try again later`,
      );
    }
    const parts = new AbortController();
    // One listener for each part; their number is bounded by the limit on variants.
    setMaxListeners(0, parts.signal);
    const onAbort = (): void => {
      parts.abort(signal.reason);
    };
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      // Values of other runs that edits need: the plans' vectors are filled here, before the plans are sent.
      await Promise.all(
        request.sources.map(({ plan, accept }) =>
          engine.run(
            plan,
            ({ outcome }) => {
              accept(outcome);
            },
            parts.signal,
          ),
        ),
      );
      await Promise.all(
        request.plans.map((plan) =>
          engine.run(
            plan,
            (finished) => {
              const variant = plan.variants.find(({ id, reported }) => reported && id === finished.variant);
              if (!variant) return;
              const value = finishRollout(finished, variant, request, context.checkpoint);
              void stream.write({ requestId, variantId: variant.id, outcome: { $case: 'rollout', value } });
            },
            parts.signal,
          ),
        ),
      );
    } catch (error) {
      parts.abort(error);
      throw error;
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
    // A slow reader keeps its request unfinished, and so the number of results that wait for it bounded.
    await stream.flushed();
  }
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

function duplicateId(id: string): ServerError {
  const description = `"${id}" is the id of an unfinished request of this stream; give each request its own`;
  return invalidRequest('DUPLICATE_REQUEST_ID', [{ field: 'id', description }]);
}
