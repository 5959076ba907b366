import type { Domain } from '../model/domain.ts';
import type { Finding } from '../model/finding.ts';
import type { Network } from '../model/network.ts';

/** A fresh look at a domain. */
export interface Looked {
  /** As `lookup --json` prints it. */
  readonly document: object;
  readonly finding: Finding;
  /** How its hoster or front stands in the last scan; null where that says nothing. */
  readonly context: { readonly servers: number; readonly share: number } | null;
}

/** Looks at a domain now; `opted out` where its admin asked that nobody does. */
export type LookUp = (domain: Domain, network: Network) => Promise<Looked | 'opted out'>;

export type LookResult = Looked | 'opted out' | 'too late' | 'busy';

export interface LookUps {
  /** Whether the answer is there, or on its way: asking then costs nobody a packet. */
  has(domain: Domain, network: Network): boolean;
  ask(domain: Domain, network: Network): Promise<LookResult>;
}

export interface LookUpOptions {
  readonly lookUp: LookUp;
  /** How long a person waits, milliseconds. */
  readonly deadlineMs: number;
  /** Looks under way at once. */
  readonly atOnce: number;
  /** How long an answer is given again, milliseconds. */
  readonly freshMs: number;
}

/** Answers that are kept. */
const KEPT = 1_000;

/** Looks that cost strangers as little as can be: the same question is asked once, few at a time, and not for ever. */
export function createLookUps({ lookUp, deadlineMs, atOnce, freshMs }: LookUpOptions): LookUps {
  const known = new Map<string, { readonly answer: Promise<Looked | 'opted out'>; readonly until: number }>();
  let running = 0;
  const freshAnswer = (key: string) => {
    const before = known.get(key);
    return before !== undefined && before.until > performance.now() ? before.answer : null;
  };

  const start = (key: string, domain: Domain, network: Network): Promise<Looked | 'opted out'> => {
    running += 1;
    const answer = lookUp(domain, network).finally(() => {
      running -= 1;
    });
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
    async ask(domain, network) {
      const key = `${network} ${domain}`;
      const fresh = freshAnswer(key);
      if (fresh === null && running >= atOnce) return 'busy';
      const answer = fresh ?? start(key, domain, network);
      const { promise: late, resolve } = Promise.withResolvers<'too late'>();
      const timer = setTimeout(resolve, deadlineMs, 'too late');
      try {
        return await Promise.race([answer, late]);
      } finally {
        clearTimeout(timer);
      }
    },
  };
}
