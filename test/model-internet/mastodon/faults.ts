import type { ModelAnswer } from './http.ts';
import { matchPath } from './router.ts';

/** What goes wrong. Times are in milliseconds; a function is asked anew each time. */
export type FaultAction =
  /** The page of a proxy in front, such as nginx's 502, 503 and 504. */
  | { readonly kind: 'html'; readonly status: number }
  /** A status without body or content type. */
  | { readonly kind: 'empty'; readonly status: number }
  | { readonly kind: 'text'; readonly status: number }
  | { readonly kind: 'json'; readonly status: number; readonly error?: string }
  /** JSON of a gateway in front, which has no field `error`. */
  | { readonly kind: 'gateway'; readonly status: number }
  /** A captive portal, or a proxy that moves everything elsewhere for a while. */
  | { readonly kind: 'redirect'; readonly status: number }
  /** JSON by its type, but no JSON. */
  | { readonly kind: 'malformed'; readonly status: number }
  | { readonly kind: 'rate-limit'; readonly resetInMs: number }
  /** The request is read and never answered. */
  | { readonly kind: 'silence' }
  /** The connection is cut without an answer. */
  | { readonly kind: 'close' }
  /** The true answer, late. */
  | { readonly kind: 'delay'; readonly ms: number | (() => number) }
  /** Headers and half of the true answer's body, then nothing. */
  | { readonly kind: 'stall' };

export interface Fault {
  /**
   * Method and path, such as `POST /api/v1/statuses`; `*` for any method or any one part of the path, `* **`
   * for all.
   */
  readonly route: string;
  /** How many requests it meets; default 1. */
  readonly count?: number;
  /** How many matching requests pass before it begins; default 0. */
  readonly after?: number;
  readonly action: FaultAction;
  /**
   * Whether the server does what it was asked all the same: `no` (the default; `delay` and `stall` always
   * do), `yes` before the answer goes wrong, or some time after it went wrong, as a slow database behind an
   * impatient proxy does.
   */
  readonly commit?: 'no' | 'yes' | { readonly lateMs: number | (() => number) };
}

export interface Faults {
  /** Adds a fault behind those already set; the first that matches a request and is not used up meets it. */
  add(fault: Fault): void;
  clear(): void;
  take(method: string, path: string): Fault | null;
}

export function milliseconds(value: number | (() => number)): number {
  return typeof value === 'number' ? value : value();
}

function matches(route: string, method: string, path: string): boolean {
  const [wantedMethod = '*', wantedPath = '**'] = route.split(' ');
  if (wantedMethod !== '*' && wantedMethod !== method) return false;
  return wantedPath === '**' || matchPath(wantedPath, path) !== null;
}

export function createFaults(): Faults {
  let set: { readonly fault: Fault; skip: number; left: number }[] = [];
  return {
    add(fault) {
      set.push({ fault, skip: fault.after ?? 0, left: fault.count ?? 1 });
    },
    clear() {
      set = [];
    },
    take(method, path) {
      for (const entry of set) {
        if (entry.left <= 0 || !matches(entry.fault.route, method, path)) continue;
        if (entry.skip > 0) {
          entry.skip -= 1;
          continue;
        }
        entry.left -= 1;
        return entry.fault;
      }
      return null;
    },
  };
}

const REASONS: Readonly<Record<number, string>> = {
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Temporarily Unavailable',
  504: 'Gateway Time-out',
};

const JSON_ERRORS: Readonly<Record<number, string>> = {
  401: 'The access token is invalid',
  403: 'This action is not allowed',
  429: 'Too many requests',
};

/** The answer that a fault gives in place of the true one; null where it gives none. */
export function faultAnswer(action: FaultAction, now: number): ModelAnswer | null {
  switch (action.kind) {
    case 'html': {
      const title = `${action.status} ${REASONS[action.status] ?? 'Error'}`;
      const body = `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n`;
      return { status: action.status, type: 'text/html', body };
    }
    case 'empty':
      return { status: action.status, type: '', body: '' };
    case 'text':
      return { status: action.status, type: 'text/plain', body: 'Something went wrong\n' };
    case 'json': {
      const error =
        action.error ?? JSON_ERRORS[action.status] ?? 'We are sorry, but something went wrong on our end';
      return { status: action.status, body: { error } };
    }
    case 'gateway':
      return { status: action.status, body: { message: 'no Route matched with those values' } };
    case 'redirect':
      return { status: action.status, type: 'text/html', body: '', headers: { location: '/portal' } };
    case 'malformed':
      return { status: action.status, type: 'application/json; charset=utf-8', body: '{"id": "1' };
    case 'rate-limit':
      return {
        status: 429,
        body: { error: 'Too many requests' },
        headers: {
          'x-ratelimit-limit': '300',
          'x-ratelimit-remaining': '0',
          'x-ratelimit-reset': new Date(now + action.resetInMs).toISOString().replace('Z', '000Z'),
        },
      };
    default:
      return null;
  }
}
