import type { Writable } from 'node:stream';

import {
  credentials,
  Metadata,
  type CallOptions as GrpcCallOptions,
  type ClientReadableStream,
  type ServiceError,
} from '@grpc/grpc-js';

import { CodiError } from './codi-error.js';
import { MAX_MESSAGE_BYTES } from './defaults.js';
import {
  ModelServiceClient,
  type GetModelResponse,
  type ListModelsResponse,
  type TokenizeResponse,
} from './gen/codi/v1/model.js';
import {
  ReferenceServiceClient,
  FitReferenceRequest,
  type FitReferenceResponse,
  type GetReferenceResponse,
  type ListReferencesResponse,
} from './gen/codi/v1/reference.js';
import { RolloutRequest, RolloutServiceClient, type RolloutResult } from './gen/codi/v1/rollout.js';
import type { FitReferenceRequestInit, RolloutRequestInit } from './init.js';

/** How a client connects. */
export interface ClientOptions {
  /** Milliseconds to wait for the server when the client connects. Default 5,000. */
  readonly connectTimeoutMs?: number;
}

/** Per call. */
export interface CallOptions {
  /** Ends the call; the server stops computing for it. */
  readonly signal?: AbortSignal;
  /** Milliseconds until the call ends with DEADLINE_EXCEEDED. Default: none. */
  readonly deadlineMs?: number;
}

/** A thin client of one server. Every failure is a `CodiError`. */
export class CodiClient {
  private constructor(
    readonly address: string,
    private readonly models: ModelServiceClient,
    private readonly rollouts: RolloutServiceClient,
    private readonly references: ReferenceServiceClient,
  ) {}

  /** Connects to `host:port`; rejects with UNAVAILABLE when nobody answers there. */
  static async connect(
    address: string,
    { connectTimeoutMs = 5000 }: ClientOptions = {},
  ): Promise<CodiClient> {
    const options = {
      'grpc.max_receive_message_length': MAX_MESSAGE_BYTES,
      'grpc.max_send_message_length': MAX_MESSAGE_BYTES,
      'grpc.keepalive_time_ms': 30_000,
    };
    const models = new ModelServiceClient(address, credentials.createInsecure(), options);
    const rollouts = new RolloutServiceClient(address, credentials.createInsecure(), options);
    const references = new ReferenceServiceClient(address, credentials.createInsecure(), options);
    const client = new CodiClient(address, models, rollouts, references);
    try {
      await client.getModel({ deadlineMs: connectTimeoutMs });
      return client;
    } catch (error) {
      client.close();
      throw CodiError.fromCall(error);
    }
  }

  close(): void {
    this.models.close();
    this.rollouts.close();
    this.references.close();
  }

  /** The loaded model. */
  getModel(options: CallOptions = {}): Promise<GetModelResponse> {
    return unary(options, (grpc, callback) => this.models.getModel({}, new Metadata(), grpc, callback));
  }

  /** The server's catalogue. */
  listModels(options: CallOptions = {}): Promise<ListModelsResponse> {
    return unary(options, (grpc, callback) => this.models.listModels({}, new Metadata(), grpc, callback));
  }

  /** How a text is cut into tokens. */
  tokenize(text: string, options: CallOptions = {}): Promise<TokenizeResponse> {
    return unary(options, (grpc, callback) => this.models.tokenize({ text }, new Metadata(), grpc, callback));
  }

  /** Fits a reference, or finds it; progress, and in the last message the reference. */
  async *fitReference(
    request: FitReferenceRequestInit,
    options: CallOptions = {},
  ): AsyncGenerator<FitReferenceResponse> {
    yield* results(
      this.references.fitReference(FitReferenceRequest.fromPartial(request), callOptions(options)),
      options,
    );
  }

  /** A reference with its means and deviations. */
  getReference(id: string, options: CallOptions = {}): Promise<GetReferenceResponse> {
    return unary(options, (grpc, callback) =>
      this.references.getReference({ id }, new Metadata(), grpc, callback),
    );
  }

  /** The loaded model's references. */
  listReferences(options: CallOptions = {}): Promise<ListReferencesResponse> {
    return unary(options, (grpc, callback) =>
      this.references.listReferences({}, new Metadata(), grpc, callback),
    );
  }

  /** Forgets a reference. */
  async deleteReference(id: string, options: CallOptions = {}): Promise<void> {
    await unary(options, (grpc, callback) =>
      this.references.deleteReference({ id }, new Metadata(), grpc, callback),
    );
  }

  /** One question; a result for each variant, in the order in which they finish. */
  async *rollout(request: RolloutRequestInit, options: CallOptions = {}): AsyncGenerator<RolloutResult> {
    yield* results(this.rollouts.rollout(RolloutRequest.fromPartial(request), callOptions(options)), options);
  }

  /**
   * Many questions over one stream. Requests are taken from the source as fast as the server takes them. A
   * request's error is a result (`outcome.$case === 'error'`), not an exception.
   */
  async *rolloutBatch(
    requests: Iterable<RolloutRequestInit> | AsyncIterable<RolloutRequestInit>,
    options: CallOptions = {},
  ): AsyncGenerator<RolloutResult> {
    const call = this.rollouts.rolloutBatch(callOptions(options));
    const sending = (async () => {
      for await (const request of requests) {
        if (call.destroyed || call.writableEnded) return;
        if (!call.write(RolloutRequest.fromPartial(request))) await drained(call);
      }
      call.end();
    })();
    // A source that throws ends the call; its own error is what the caller sees.
    const faults: unknown[] = [];
    sending.catch((error: unknown) => {
      faults.push(error);
      call.cancel();
    });
    try {
      yield* results(call, options);
    } catch (error) {
      throw faults.length > 0 ? faults[0] : error;
    }
  }
}

/** Resolves when the call takes more requests, or has ended and never will. */
function drained(call: Writable): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      for (const event of ['drain', 'close', 'error']) call.off(event, done);
      resolve();
    };
    for (const event of ['drain', 'close', 'error']) call.on(event, done);
    if (call.destroyed) done();
  });
}

function callOptions({ deadlineMs }: CallOptions): Partial<GrpcCallOptions> {
  return deadlineMs === undefined ? {} : { deadline: Date.now() + deadlineMs };
}

async function unary<T>(
  options: CallOptions,
  start: (
    grpc: Partial<GrpcCallOptions>,
    callback: (error: ServiceError | null, response: T) => void,
  ) => { cancel(): void },
): Promise<T> {
  options.signal?.throwIfAborted();
  let cancel: (() => void) | undefined;
  try {
    return await new Promise<T>((resolve, reject) => {
      const call = start(callOptions(options), (error, response) => {
        if (error) reject(CodiError.fromCall(error));
        else resolve(response);
      });
      cancel = () => {
        call.cancel();
      };
      options.signal?.addEventListener('abort', cancel, { once: true });
    });
  } finally {
    if (cancel) options.signal?.removeEventListener('abort', cancel);
  }
}

async function* results<T>(call: ClientReadableStream<T>, { signal }: CallOptions): AsyncGenerator<T> {
  const cancel = (): void => {
    call.cancel();
  };
  if (signal?.aborted) cancel();
  signal?.addEventListener('abort', cancel, { once: true });
  try {
    for await (const message of call) yield message as T;
  } catch (error) {
    signal?.throwIfAborted();
    throw CodiError.fromCall(error);
  } finally {
    signal?.removeEventListener('abort', cancel);
    // The caller may have left the loop early: then nobody needs the rest.
    cancel();
  }
}
