import { Agent, type Dispatcher } from 'undici';
import type { Wire } from './errors.ts';

type Handler = Dispatcher.DispatchHandler;

/** Wraps a handler and records status and headers of the response. */
function noting(handler: Handler, wire: Wire): Handler {
  return {
    onRequestStart: (controller, context) => handler.onRequestStart?.(controller, context),
    onRequestUpgrade: (...upgrade) => handler.onRequestUpgrade?.(...upgrade),
    onResponseStart(controller, status, headers, message) {
      wire.status = status;
      for (const [name, value] of Object.entries(headers))
        wire.headers.set(name.toLowerCase(), String(value));
      handler.onResponseStart?.(controller, status, headers, message);
    },
    onResponseData: (controller, chunk) => handler.onResponseData?.(controller, chunk),
    onResponseEnd: (controller, trailers) => handler.onResponseEnd?.(controller, trailers),
    onResponseError: (controller, error) => handler.onResponseError?.(controller, error),
    onResponseStarted: () => handler.onResponseStarted?.(),
    onBodySent: (chunk) => handler.onBodySent?.(chunk),
    onRequestSent: () => handler.onRequestSent?.(),
  };
}

export interface Wires {
  /** A dispatcher for one call, and the record of its response. */
  next(): { readonly dispatcher: Dispatcher; readonly wire: Wire };
  close(): Promise<void>;
}

/** Connections to the home server that record each response, because masto loses the status of some. */
export function createWires(): Wires {
  const agent = new Agent();
  return {
    next() {
      const wire: Wire = { status: null, headers: new Map() };
      const dispatcher = agent.compose(
        (dispatch) => (options, handler) => dispatch(options, noting(handler, wire)),
      );
      return { dispatcher, wire };
    },
    close: () => agent.destroy(),
  };
}
