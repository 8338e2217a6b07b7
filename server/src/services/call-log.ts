import {
  ResponderBuilder,
  ServerInterceptingCall,
  ServerListenerBuilder,
  status,
  type Metadata,
  type ServerInterceptor,
} from '@grpc/grpc-js';
import { DETAILS_KEY, Status, unpackStatus, type RolloutResult } from '@codiscope/proto';
import type { Logger } from 'pino';

import { endsByDeadline } from './deadline.js';

/** Calls of this project; others (health, reflection) are told at debug level only. */
const OURS = '/codi.v1.';

function reasonOf({
  code,
  metadata,
}: {
  code?: status | null | undefined;
  metadata?: Metadata | null | undefined;
}): string | undefined {
  if (code === status.OK) return undefined;
  const packed = metadata?.get(DETAILS_KEY)[0];
  return packed instanceof Buffer ? unpackStatus(Status.decode(packed)).reason : undefined;
}

/** Logs each call once, when it has ended, with what it did and how; never what was asked. */
export function callLog(log: Logger): ServerInterceptor {
  return ({ path }, call) => {
    const started = performance.now();
    let requests = 0;
    let rollouts = 0;
    let refused = 0;
    let ended = false;
    const tell = (code: status, reason: string | undefined): void => {
      if (ended) return;
      ended = true;
      const facts = {
        method: path,
        code: status[code],
        reason,
        requests,
        rollouts,
        refused,
        ms: Math.round(performance.now() - started),
      };
      if (path.startsWith(OURS)) log.info(facts, 'call');
      else log.debug(facts, 'call');
    };
    const listener = new ServerListenerBuilder()
      .withOnReceiveMessage((message, next) => {
        requests++;
        next(message);
      })
      // A call that ends without a status of the handler: the client or its deadline ended it.
      .withOnCancel(() => {
        if (endsByDeadline(call)) tell(status.DEADLINE_EXCEEDED, 'DEADLINE');
        else tell(status.CANCELLED, 'CALL_CANCELLED');
      })
      .build();
    const responder = new ResponderBuilder()
      .withStart((next) => {
        next(listener);
      })
      .withSendMessage((message: Partial<RolloutResult>, next) => {
        if (message.outcome?.$case === 'rollout') rollouts++;
        if (message.outcome?.$case === 'error') refused++;
        next(message);
      })
      .withSendStatus((sent, next) => {
        tell(sent.code, reasonOf(sent));
        next(sent);
      })
      .build();
    return new ServerInterceptingCall(call, responder);
  };
}
