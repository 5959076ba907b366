import { createRequire } from 'node:module';
import type { HttpAnswer, HttpFailure } from './http.ts';
import { fail } from './http-failure.ts';
import type { Target } from './target.ts';

/** The product token that admins write into robots.txt (RFC 9309, 2.2.1). */
const PRODUCT = 'whohosts';
/** A crawler must read at least so much (RFC 9309, 2.5). */
export const ROBOTS_BYTES = 500 * 1024;
/** RFC 9309, 2.3.1.2. */
export const ROBOTS_REDIRECTS = 5;
/** RFC 9309, 2.4: no longer than 24 hours. */
const KEPT_MS = 24 * 3_600_000;
/** All that is kept, in characters; the oldest goes first. */
const MOST_KEPT = 8 * 1024 * 1024;
/** What an entry weighs beside its text. */
const ENTRY_WEIGHT = 300;

export interface Robots {
  /** Null where the target may be fetched; otherwise why not. */
  forbids(target: Target): Promise<HttpFailure | null>;
}

export interface RobotsOptions {
  /** Fetches robots.txt of an origin, cut at {@link ROBOTS_BYTES}, without asking robots.txt about it. */
  readonly fetch: (url: string) => Promise<HttpAnswer>;
  readonly now?: () => number;
}

type RobotsParser = (
  url: string,
  text: string,
) => { isAllowed(url: string, agent: string): boolean | undefined };

// robots-parser's types declare the module twice over, so that neither form of import agrees with what it exports.
const parse: RobotsParser = createRequire(import.meta.url)('robots-parser');

/**
 * Asks robots.txt by RFC 9309: 4xx and endless redirects allow (2.3.1.2, 2.3.1.3), 5xx forbids (2.3.1.4). Where there is no
 * conversation at all, that failure is the answer.
 */
export function createRobots({ fetch, now = Date.now }: RobotsOptions): Robots {
  const kept = new Map<string, { readonly text: string; readonly until: number }>();
  const asking = new Map<string, Promise<string | HttpFailure>>();
  let weight = 0;

  const drop = (origin: string) => {
    const entry = kept.get(origin);
    if (entry === undefined) return;
    weight -= entry.text.length + ENTRY_WEIGHT;
    kept.delete(origin);
  };
  const keep = (origin: string, text: string) => {
    drop(origin);
    kept.set(origin, { text, until: now() + KEPT_MS });
    weight += text.length + ENTRY_WEIGHT;
    for (const oldest of kept.keys()) {
      if (weight <= MOST_KEPT) break;
      drop(oldest);
    }
  };

  const ask = async (origin: string): Promise<string | HttpFailure> => {
    const answer = await fetch(`${origin}/robots.txt`);
    const text = rulesOf(answer);
    if (typeof text === 'string') keep(origin, text);
    return text;
  };

  const rules = async (origin: string): Promise<string | HttpFailure> => {
    const known = kept.get(origin);
    if (known !== undefined && known.until > now()) return known.text;
    let answer = asking.get(origin);
    if (answer === undefined) {
      answer = ask(origin).finally(() => asking.delete(origin));
      asking.set(origin, answer);
    }
    return answer;
  };

  return {
    async forbids({ origin, path }) {
      const text = await rules(origin);
      if (typeof text !== 'string') return text;
      if (
        text === '' ||
        parse(`${origin}/robots.txt`, text).isAllowed(`${origin}${path}`, PRODUCT) !== false
      ) {
        return null;
      }
      return fail('ROBOTS', 'robots.txt forbids it');
    },
  };
}

function rulesOf(answer: HttpAnswer): string | HttpFailure {
  if (answer.ok) return answer.body.toString('utf8');
  if (answer.status === 'REDIRECTS') return '';
  if (answer.status !== 'STATUS') return answer;
  if (answer.code !== null && answer.code >= 400 && answer.code < 500) return '';
  return { ...fail('ROBOTS', 'robots.txt cannot be had'), code: answer.code };
}
