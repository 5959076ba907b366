import { parseAddress } from '../model/address.ts';

/** How often one client may ask. */
export interface Rate {
  /** Requests at once, when there were none for a while. */
  readonly burst: number;
  /** Requests a second in the long run. */
  readonly perSecond: number;
}

export interface RateLimit {
  /** Takes one request from the client's account: 0 if it is covered, else seconds until it would be. */
  take(client: string): number;
}

/** Clients that are remembered; beyond it those forgotten first are those that asked first. */
const CLIENTS = 20_000;

/** A token bucket for each client. @param now milliseconds, growing */
export function createRateLimit(
  { burst, perSecond }: Rate,
  now: () => number = () => performance.now(),
): RateLimit {
  const buckets = new Map<string, { tokens: number; at: number }>();
  return {
    take(client) {
      const at = now();
      const before = buckets.get(client) ?? { tokens: burst, at };
      const tokens = Math.min(burst, before.tokens + ((at - before.at) / 1000) * perSecond);
      buckets.delete(client);
      buckets.set(client, { tokens: tokens >= 1 ? tokens - 1 : tokens, at });
      if (buckets.size > CLIENTS) {
        const [oldest] = buckets.keys();
        if (oldest !== undefined) buckets.delete(oldest);
      }
      return tokens >= 1 ? 0 : Math.ceil((1 - tokens) / perSecond);
    },
  };
}

/**
 * Who asks: an IPv4 address, or the /64 of an IPv6 address, which is what one customer has. Behind a proxy,
 * which is one that reaches us from this machine or its own network, the client is the last address that the
 * proxy has put on the list; anything before it is only the client's claim.
 */
export function clientOf(
  peer: string | undefined,
  forwardedFor: string | undefined,
  isTrusted: (address: string) => boolean,
): string {
  const direct = parseAddress(peer ?? '');
  if (direct === null) return 'unknown';
  const last = parseAddress(forwardedFor?.split(',').at(-1)?.trim() ?? '');
  const address = last !== null && isTrusted(direct) ? last : direct;
  return address.includes(':') ? network64(address) : address;
}

function network64(address: string): string {
  const [head = '', tail = ''] = address.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === '' ? [] : tail.split(':');
  const zeros = address.includes('::') ? Array<string>(8 - left.length - right.length).fill('0') : [];
  return `${[...left, ...zeros, ...right].slice(0, 4).join(':')}::/64`;
}
