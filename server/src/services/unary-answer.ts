import type { handleUnaryCall } from '@grpc/grpc-js';
import type { Logger } from 'pino';

import { toCallStatus } from './call-error.js';

/** Makes handlers of functions that give a response or throw. */
export function unaryAnswer(
  log: Logger,
): <Request, Response>(
  make: (request: Request) => Response | Promise<Response>,
) => handleUnaryCall<Request, Response> {
  return (make) => (call, callback) => {
    Promise.resolve()
      .then(() => make(call.request))
      .then((response) => {
        callback(null, response);
      })
      .catch((error: unknown) => {
        callback(toCallStatus(error, log));
      });
  };
}
