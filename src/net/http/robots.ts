import { fail, isExhausted } from './failure.ts';
import type { HttpAnswer, HttpFailure } from './http.ts';
import { type RobotsRules, readRobots } from './robots-rules.ts';
import type { RequestTarget } from './target.ts';

/** The product token that admins write into robots.txt (RFC 9309, 2.2.1). */
const PRODUCT = 'whohosts';
/** A crawler must read at least 500 KiB (RFC 9309, 2.5). */
export const ROBOTS_BYTES = 500 * 1024;
/** Redirects that a crawler should follow (RFC 9309, 2.3.1.2). */
export const ROBOTS_REDIRECTS = 5;
/** Rules are kept for at most 24 hours (RFC 9309, 2.4). */
const KEPT_MS = 24 * 3_600_000;
/** Weight of everything kept, in characters; the oldest goes first. */
const MOST_KEPT = 8 * 1024 * 1024;
/** What an entry weighs beside its rules. */
const ENTRY_WEIGHT = 300;

export interface Robots {
  /**
   * Null if the target may be fetched; otherwise why not. `fetch` replaces the usual one for this request.
   */
  forbids(target: RequestTarget, fetch?: RobotsFetch): Promise<HttpFailure | null>;
}

/** Fetches robots.txt of an origin, cut at {@link ROBOTS_BYTES}, without asking robots.txt about it. */
export type RobotsFetch = (url: string) => Promise<HttpAnswer>;

export interface RobotsOptions {
  readonly fetch: RobotsFetch;
  readonly now?: () => number;
}

/**
 * Asks robots.txt by RFC 9309: 4xx and endless redirects allow (2.3.1.2, 2.3.1.3), and so does a file that
 * cannot be decoded, because only lines that can be read count (2.3.1.5). 5xx forbids (2.3.1.4). If there is
 * no conversation at all, that failure is the answer.
 */
export function createRobots({ fetch, now = Date.now }: RobotsOptions): Robots {
  const kept = new Map<string, { readonly rules: RobotsRules; readonly until: number }>();
  const asking = new Map<string, Promise<RobotsRules | HttpFailure>>();
  let weight = 0;

  const drop = (origin: string) => {
    const entry = kept.get(origin);
    if (entry === undefined) return;
    weight -= entry.rules.weight + ENTRY_WEIGHT;
    kept.delete(origin);
  };
  const keep = (origin: string, rules: RobotsRules) => {
    drop(origin);
    kept.set(origin, { rules, until: now() + KEPT_MS });
    weight += rules.weight + ENTRY_WEIGHT;
    for (const oldest of kept.keys()) {
      if (weight <= MOST_KEPT) break;
      drop(oldest);
    }
  };

  const ask = async (origin: string, fetchBy: RobotsFetch): Promise<RobotsRules | HttpFailure> => {
    const answer = await fetchBy(`${origin}/robots.txt`);
    const rules = rulesOf(answer);
    // A body that could not be decoded may be sound the next time.
    if ('allows' in rules && (answer.ok || answer.status !== 'BAD_BODY')) keep(origin, rules);
    return rules;
  };

  const rulesFor = async (origin: string, fetchBy: RobotsFetch): Promise<RobotsRules | HttpFailure> => {
    const known = kept.get(origin);
    if (known !== undefined && known.until > now()) return known.rules;
    const others = asking.get(origin);
    if (others !== undefined) {
      const rules = await others;
      return 'allows' in rules || !isExhausted(rules) ? rules : rulesFor(origin, fetchBy);
    }
    const own = ask(origin, fetchBy).finally(() => asking.delete(origin));
    asking.set(origin, own);
    return own;
  };

  return {
    async forbids({ origin, path }, fetchBy = fetch) {
      const rules = await rulesFor(origin, fetchBy);
      if (!('allows' in rules)) return rules;
      return rules.allows(path) ? null : fail('ROBOTS', 'robots.txt forbids it');
    },
  };
}

function rulesOf(answer: HttpAnswer): RobotsRules | HttpFailure {
  if (answer.ok) return readRobots(answer.body.toString('utf8'), PRODUCT);
  const isRefused =
    answer.status === 'STATUS' && answer.code !== null && answer.code >= 400 && answer.code < 500;
  if (isRefused || answer.status === 'REDIRECTS' || answer.status === 'BAD_BODY')
    return readRobots('', PRODUCT);
  if (answer.status !== 'STATUS') return answer;
  return { ...fail('ROBOTS', 'robots.txt is unavailable'), code: answer.code };
}
