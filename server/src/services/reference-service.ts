import type { handleServerStreamingCall } from '@grpc/grpc-js';
import {
  encodeTensor,
  type FitReferenceRequest,
  type FitReferenceResponse,
  type GetReferenceRequest,
  type GetReferenceResponse,
  type ListReferencesResponse,
  type DeleteReferenceRequest,
  type DeleteReferenceResponse,
  type Reference as ReferenceMessage,
  type ReferenceServiceServer,
} from '@codiscope/proto';
import type { Logger } from 'pino';

import type { Engine } from '../engine/engine.js';
import { ServerError } from '../errors.js';
import { fitReference, referenceFacts } from '../references/fit-reference.js';
import { referenceBytes, type ReferenceFacts } from '../references/reference.js';
import type { ReferenceStore } from '../references/reference-store.js';
import type { RequestContext } from '../requests/request-context.js';
import { resolveReference } from '../requests/resolve-reference.js';
import { siteOf } from '../requests/sites.js';
import { toCallStatus } from './call-error.js';
import { signalOf } from './call-signal.js';
import { ResultStream } from './result-stream.js';
import { unaryAnswer } from './unary-answer.js';

/** What the reference service works with. */
export interface ReferenceServiceOptions {
  readonly engine: Engine;
  readonly context: RequestContext;
  readonly references: ReferenceStore;
  readonly log: Logger;
}

/** `codi.v1.ReferenceService` over the engine and the store. */
export function referenceService(options: ReferenceServiceOptions): ReferenceServiceServer {
  const { context, references, log } = options;
  const message = (facts: ReferenceFacts): ReferenceMessage => ({
    id: facts.id,
    name: facts.name,
    questions: facts.questions,
    sites: facts.sites.map(siteOf),
    layers: [...facts.layers],
    bytes: referenceBytes(facts, context.checkpoint.architecture),
  });
  const answer = unaryAnswer(log);
  return {
    fitReference: fitHandler(options, message),
    getReference: answer(async ({ id }: GetReferenceRequest): Promise<GetReferenceResponse> => {
      const reference = (await references.load([id])).get(id);
      if (!reference) throw noReference(id);
      return {
        reference: message(reference.facts),
        values: reference.facts.sites.map((site) => {
          const { mean, deviation, shape } = reference.statisticsOf(site);
          return {
            site: siteOf(site),
            layers: site === 'embed' ? [] : [...reference.facts.layers],
            mean: encodeTensor({ shape, data: mean }),
            deviation: encodeTensor({ shape, data: deviation }),
          };
        }),
      };
    }),
    listReferences: answer(async (): Promise<ListReferencesResponse> => ({
      references: (await references.list()).map(message),
    })),
    deleteReference: answer(async ({ id }: DeleteReferenceRequest): Promise<DeleteReferenceResponse> => {
      if (!(await references.delete(id))) throw noReference(id);
      return {};
    }),
  };
}

function noReference(id: string): ServerError {
  return new ServerError(
    'NOT_FOUND',
    'NO_REFERENCE',
    `there is no reference "${id.slice(0, 64)}" of this model; list them with ListReferences or fit it`,
  );
}

/** References that are fitted at the same time: each may take Limits.max_reference_bytes. */
const FITS_AT_ONCE = 2;

function tooManyFits(): ServerError {
  return new ServerError(
    'RESOURCE_EXHAUSTED',
    'FITS_AT_ONCE',
    `${FITS_AT_ONCE} references are being fitted already; try again later`,
  );
}

function fitHandler(
  { engine, context, references, log }: ReferenceServiceOptions,
  message: (facts: ReferenceFacts) => ReferenceMessage,
): handleServerStreamingCall<FitReferenceRequest, FitReferenceResponse> {
  let fitting = 0;
  return (call) => {
    const signal = signalOf(call);
    const stream = new ResultStream<FitReferenceResponse>(call, signal);
    const fit = async (): Promise<void> => {
      const plan = resolveReference(call.request, context);
      const { checkpoint } = context;
      const wanted = referenceFacts(plan, checkpoint.fingerprint, checkpoint.settings.thoughts);
      const total = plan.questions.length;
      let facts = (await references.load([wanted.id])).get(wanted.id)?.facts;
      if (!facts) {
        if (fitting >= FITS_AT_ONCE) throw tooManyFits();
        const told = (finished: number): void => {
          if (finished < total) void stream.write({ finished, total, reference: undefined });
        };
        fitting++;
        try {
          const reference = await fitReference(engine, plan, wanted, told, signal);
          signal.throwIfAborted();
          await references.save(reference);
          facts = reference.facts;
        } finally {
          fitting--;
        }
      }
      await stream.write({ finished: total, total, reference: message(facts) });
      call.end();
    };
    fit().catch((error: unknown) => {
      if (!signal.aborted) call.emit('error', toCallStatus(error, log));
    });
  };
}
