import type { Domain } from '../model/domain.ts';
import type { AskAboutDomain, DomainAnswer } from '../model/domain-answer.ts';
import type { Network } from '../model/network.ts';
import { createSharedPlaces } from './shared-places.ts';

export type LookResult = DomainAnswer | 'too late' | 'busy';

export interface LookUps {
  /** Whether the answer is there or on its way, so that asking sends no packets. */
  has(domain: Domain, network: Network): boolean;
  /** @param client who asks, as the rate limits know them: no client takes all places */
  ask(domain: Domain, network: Network, client: string): Promise<LookResult>;
}

export interface LookUpOptions {
  readonly look: AskAboutDomain;
  /** How long a person waits, milliseconds. */
  readonly deadlineMs: number;
  /** Looks under way at once. */
  readonly atOnce: number;
  /** How long an answer is given again, milliseconds. */
  readonly freshMs: number;
}

/** Answers that are kept. */
const KEPT = 1_000;
/** The part of the places that one client may have at once. */
const PLACES_OF_A_CLIENT = 1 / 4;
/** The part of the time that a person waits which may go by before a place is free. */
const WAIT_FOR_PLACE = 1 / 3;

/**
 * Looks that cost strangers as little as can be: the same question is asked once, few at a time, and not for
 * ever.
 */
export function createLookUps({ look, deadlineMs, atOnce, freshMs }: LookUpOptions): LookUps {
  const known = new Map<string, { readonly answer: Promise<DomainAnswer>; readonly until: number }>();
  const places = createSharedPlaces(atOnce, Math.max(2, Math.floor(atOnce * PLACES_OF_A_CLIENT)));
  const freshAnswer = (key: string) => {
    const before = known.get(key);
    return before !== undefined && before.until > performance.now() ? before.answer : null;
  };

  const start = (key: string, domain: Domain, network: Network, giveBack: () => void) => {
    const answer = look(domain, network).finally(giveBack);
    known.delete(key);
    known.set(key, { answer, until: performance.now() + freshMs });
    answer.catch(() => known.delete(key));
    if (known.size > KEPT) {
      const [oldest] = known.keys();
      if (oldest !== undefined) known.delete(oldest);
    }
    return answer;
  };

  return {
    has: (domain, network) => freshAnswer(`${network} ${domain}`) !== null,
    async ask(domain, network, client) {
      const key = `${network} ${domain}`;
      const end = performance.now() + deadlineMs;
      const place = freshAnswer(key) === null ? await places.take(client, deadlineMs * WAIT_FOR_PLACE) : null;
      // Somebody else may have asked the same while this one waited.
      const fresh = freshAnswer(key);
      if (fresh !== null) place?.();
      const answer = fresh ?? (place === null ? null : start(key, domain, network, place));
      if (answer === null) return 'busy';
      const { promise: late, resolve } = Promise.withResolvers<'too late'>();
      const timer = setTimeout(resolve, end - performance.now(), 'too late');
      try {
        return await Promise.race([answer, late]);
      } finally {
        clearTimeout(timer);
      }
    },
  };
}
