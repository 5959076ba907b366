import type { Dns, DnsAnswer } from './dns.ts';

export interface RememberOptions {
  /** How long an answer is given again, milliseconds. */
  readonly keepMs?: number;
  /** Answers that are kept. */
  readonly most?: number;
  /** Milliseconds, growing. */
  readonly now?: () => number;
}

/** As long as a look takes, more or less: it asks where a server is, and then the server itself. */
export const REMEMBERED_MS = 10_000;
const MOST = 10_000;
/** Longer answers are rare, and thousands of them would be a way to fill our memory. */
const MOST_RECORDS = 20;

/**
 * Gives the same answer to the same question for a moment, failures included. One look does not ask twice,
 * and the names of an address that many servers share are asked for once. Callers that connect still check
 * the addresses they are given and connect to those, so a name that changes meanwhile leads nowhere else.
 */
export function rememberAnswers(
  dns: Dns,
  { keepMs = REMEMBERED_MS, most = MOST, now = () => performance.now() }: RememberOptions = {},
): Dns {
  // In the order in which they were asked, so that the oldest come first.
  const kept = new Map<string, { readonly answer: Promise<DnsAnswer>; readonly until: number }>();
  const forgetOld = (moment: number): void => {
    for (const [key, { until }] of kept) {
      if (until > moment && kept.size <= most) return;
      kept.delete(key);
    }
  };
  return {
    query(name, type, onStart) {
      const key = `${type} ${name.toLowerCase()}`;
      const moment = now();
      const before = kept.get(key);
      if (before !== undefined && before.until > moment) {
        onStart?.();
        return before.answer;
      }
      const answer = dns.query(name, type, onStart);
      const entry = { answer, until: moment + keepMs };
      kept.delete(key);
      kept.set(key, entry);
      forgetOld(moment);
      void answer.then(({ records }) => {
        if (records.length > MOST_RECORDS && kept.get(key) === entry) kept.delete(key);
      });
      return answer;
    },
    nat64: async () => (await dns.nat64?.()) ?? [],
    close: () => dns.close(),
    counts: dns.counts,
  };
}
