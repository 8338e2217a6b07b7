import type { handleBidiStreamingCall, handleServerStreamingCall } from '@grpc/grpc-js';
import type { RolloutRequest, RolloutResult, RolloutServiceServer } from '@codiscope/proto';
import type { Logger } from 'pino';

import type { Engine } from '../engine/engine.js';
import { invalidRequest, ServerError } from '../errors.js';
import { finishRollout } from '../requests/finish-rollout.js';
import type { RequestContext } from '../requests/request-context.js';
import { resolveRequest } from '../requests/resolve-request.js';
import { toCallStatus, toStatus } from './call-error.js';
import { signalOf } from './call-signal.js';
import { ResultStream } from './result-stream.js';

/** What the rollout service works with. */
export interface RolloutServiceOptions {
  readonly engine: Engine;
  readonly context: RequestContext;
  readonly log: Logger;
  /** Unfinished requests a stream may have; reading pauses there. */
  readonly requestsInFlight: number;
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
    this.run(call.request, stream, signal)
      .then(() => call.end())
      .catch((error: unknown) => {
        call.emit('error', toCallStatus(error, this.options.log));
      });
  };

  private readonly rolloutBatch: handleBidiStreamingCall<RolloutRequest, RolloutResult> = (call) => {
    const signal = signalOf(call);
    const stream = new ResultStream<RolloutResult>(call, signal);
    const unfinished = new Map<string, Promise<void>>();
    const serve = async (): Promise<void> => {
      // The default iterator would close the whole call, results too, when the client has sent its last request.
      const requests: AsyncIterable<RolloutRequest> = call.iterator({ destroyOnReturn: false });
      for await (const request of requests) {
        if (unfinished.has(request.id)) {
          await stream.write(this.failure(request.id, duplicateId(request.id)));
          continue;
        }
        const done = this.run(request, stream, signal)
          .catch((error: unknown) => stream.write(this.failure(request.id, error)))
          .finally(() => unfinished.delete(request.id));
        unfinished.set(request.id, done);
        while (unfinished.size >= this.options.requestsInFlight) await Promise.race(unfinished.values());
      }
      await Promise.all(unfinished.values());
      await stream.flushed();
      call.end();
    };
    serve().catch((error: unknown) => {
      if (!signal.aborted) call.emit('error', toCallStatus(error, this.options.log));
    });
  };

  private failure(requestId: string, error: unknown): RolloutResult {
    return { requestId, variantId: '', outcome: { $case: 'error', value: toStatus(error, this.options.log) } };
  }

  private async run(request: RolloutRequest, stream: ResultStream<RolloutResult>, signal: AbortSignal): Promise<void> {
    const { engine, context, queueLength } = this.options;
    const resolved = resolveRequest(request, context);
    if (engine.load + resolved.plans.length > queueLength) {
      throw new ServerError('RESOURCE_EXHAUSTED', 'QUEUE_FULL', `${engine.load} questions are waiting already; try again later`);
    }
    const { tokenizer } = context.checkpoint;
    await Promise.all(
      resolved.plans.map((plan) =>
        engine.run(
          plan,
          (finished) => {
            const variant = plan.variants.find(({ id, reported }) => reported && id === finished.variant);
            if (!variant) return;
            const value = finishRollout(finished, variant, resolved, tokenizer);
            void stream.write({ requestId: request.id, variantId: variant.id, outcome: { $case: 'rollout', value } });
          },
          signal,
        ),
      ),
    );
    // A slow reader keeps its request unfinished, and so the number of results that wait for it bounded.
    await stream.flushed();
  }
}

function duplicateId(id: string): ServerError {
  const description = `"${id}" is the id of an unfinished request of this stream; give each request its own`;
  return invalidRequest('DUPLICATE_REQUEST_ID', [{ field: 'id', description }]);
}
