import { setMaxListeners } from 'node:events';

import { ServerError } from '../errors.js';
import { endsByDeadline } from './deadline.js';

/** The part of a server's streaming call that tells of its end. */
interface EndingCall {
  readonly cancelled: boolean;
  getDeadline(): Date | number;
  on(event: 'cancelled' | 'close', listener: () => void): unknown;
}

/** The longest wait that a timer of Node takes. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/**
 * A signal that aborts when the client cancels, goes away or its deadline passes. The deadline has a timer of its
 * own: grpc-js tells of it only once everything written before has been read, which a stalled reader never does.
 */
export function signalOf(call: EndingCall): AbortSignal {
  const controller = new AbortController();
  // One listener for each question under way on the call; their number is bounded elsewhere.
  setMaxListeners(0, controller.signal);
  const left = Number(call.getDeadline()) - Date.now();
  const onDeadline = (): void => {
    controller.abort(
      new ServerError(
        'DEADLINE_EXCEEDED',
        'DEADLINE',
        'the deadline passed; allow more time or ask for less at once',
      ),
    );
  };
  const onCancel = (): void => {
    // The runtime's own timer for the same deadline may come first, here or at the client.
    if (endsByDeadline(call)) onDeadline();
    else
      controller.abort(
        new ServerError('CANCELLED', 'CALL_CANCELLED', 'the client cancelled the call or went away'),
      );
  };
  const timer = Number.isFinite(left) ? setTimeout(onDeadline, Math.min(left, LONGEST_TIMER_MS)) : undefined;
  call.on('close', () => {
    clearTimeout(timer);
  });
  call.on('cancelled', onCancel);
  if (call.cancelled) onCancel();
  return controller.signal;
}
