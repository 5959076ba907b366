import type { ModelAnswer, ModelRequest } from './http.ts';
import type { World } from './world.ts';

export interface RateLimit {
  readonly limit: number;
  readonly periodMs: number;
}

const MINUTE = 60_000;

/** What Mastodon allows (https://docs.joinmastodon.org/api/rate-limits/ and its rack_attack.rb). */
export const MASTODON_LIMITS = {
  /** Any request with a token. */
  requests: { limit: 300, periodMs: 5 * MINUTE },
  /** Requests with min_id, max_id, since_id or page. */
  paging: { limit: 300, periodMs: 15 * MINUTE },
  media: { limit: 30, periodMs: 30 * MINUTE },
  deletes: { limit: 30, periodMs: 30 * MINUTE },
  statuses: { limit: 300, periodMs: 180 * MINUTE },
} as const satisfies Record<string, RateLimit>;

export type RateLimits = Readonly<Record<keyof typeof MASTODON_LIMITS, RateLimit>>;

export interface Limiter {
  /** Counts a request; the headers to send with its answer, and the refusal where it is one too many. */
  take(request: Omit<ModelRequest, 'names'>): {
    readonly headers: Readonly<Record<string, string>>;
    readonly refused: ModelAnswer | null;
  };
  set(limits: Partial<RateLimits>): void;
}

const PAGING = ['min_id', 'max_id', 'since_id', 'page'];

function classesOf(request: Omit<ModelRequest, 'names'>): (keyof RateLimits)[] {
  const classes: (keyof RateLimits)[] = ['requests'];
  if (PAGING.some((name) => request.query.has(name))) classes.push('paging');
  if (request.method === 'POST' && /^\/api\/v\d\/media$/.test(request.path)) classes.push('media');
  if (request.method === 'POST' && request.path === '/api/v1/statuses') classes.push('statuses');
  if (request.method === 'DELETE' && request.path.startsWith('/api/v1/statuses/')) classes.push('deletes');
  return classes;
}

/**
 * Counts in fixed windows that begin at multiples of their length since 1970, as Mastodon's own limiter does.
 */
export function createLimiter(world: World, initial: Partial<RateLimits>): Limiter {
  let limits: RateLimits = { ...MASTODON_LIMITS, ...initial };
  const counts = new Map<string, { window: number; used: number }>();

  const count = (key: string, limit: RateLimit) => {
    const now = world.now();
    const window = Math.floor(now / limit.periodMs);
    const known = counts.get(key);
    const used = (known?.window === window ? known.used : 0) + 1;
    counts.set(key, { window, used });
    return { limit: limit.limit, remaining: limit.limit - used, resetAt: (window + 1) * limit.periodMs };
  };

  return {
    take(request) {
      if (!world.traits.rateLimits || !request.path.startsWith('/api/'))
        return { headers: {}, refused: null };
      const who = request.token ?? 'nobody';
      const counted = classesOf(request).map((name) => count(`${name} ${who}`, limits[name]));
      const tightest = counted.reduce((left, right) => (right.remaining < left.remaining ? right : left));
      const headers = {
        'x-ratelimit-limit': String(tightest.limit),
        'x-ratelimit-remaining': String(Math.max(0, tightest.remaining)),
        'x-ratelimit-reset': new Date(tightest.resetAt).toISOString().replace('Z', '000Z'),
      };
      if (tightest.remaining >= 0) return { headers, refused: null };
      return { headers, refused: { status: 429, body: { error: 'Too many requests' }, headers } };
    },
    set(changed) {
      limits = { ...limits, ...changed };
    },
  };
}
