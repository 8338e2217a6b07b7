import { setMaxListeners } from 'node:events';

import { ServerError } from '../errors.js';

/** The part of a server call that tells of its end. */
interface EndingCall {
  readonly cancelled: boolean;
  on(event: 'cancelled', listener: () => void): unknown;
}

/** A signal that aborts when the client cancels, goes away or its deadline passes. */
export function signalOf(call: EndingCall): AbortSignal {
  const controller = new AbortController();
  // One listener for each question under way on the call; their number is bounded elsewhere.
  setMaxListeners(0, controller.signal);
  const abort = (): void => {
    controller.abort(new ServerError('CANCELLED', 'CALL_CANCELLED', 'the call was cancelled by the client or its deadline'));
  };
  if (call.cancelled) abort();
  call.on('cancelled', abort);
  return controller.signal;
}
