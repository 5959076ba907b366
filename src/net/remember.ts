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
const KEEP_MS = 10_000;
const MOST = 10_000;
/** Longer answers are rare, and thousands of them would be a way to fill our memory. */
const MOST_RECORDS = 20;

/**
 * DNS that gives the same answer to the same question for a moment, failures too, so that one look does not ask twice and
 * the names of an address that many servers share are asked for once. Whoever connects still checks the addresses that he
 * is given and connects to these: a name that changes meanwhile leads nowhere else.
 */
export function rememberAnswers(
  dns: Dns,
  { keepMs = KEEP_MS, most = MOST, now = () => performance.now() }: RememberOptions = {},
): Dns {
  // In the order in which they were asked, so that the oldest come first.
  const kept = new Map<string, { readonly answer: Promise<DnsAnswer>; readonly until: number }>();
  const forgetOld = (): void => {
    for (const [key, { until }] of kept) {
      if (until > now() && kept.size <= most) return;
      kept.delete(key);
    }
  };
  return {
    query(name, type) {
      const key = `${type} ${name.toLowerCase()}`;
      const before = kept.get(key);
      if (before !== undefined && before.until > now()) return before.answer;
      const answer = dns.query(name, type);
      const entry = { answer, until: now() + keepMs };
      kept.delete(key);
      kept.set(key, entry);
      forgetOld();
      void answer.then(({ records }) => {
        if (records.length > MOST_RECORDS && kept.get(key) === entry) kept.delete(key);
      });
      return answer;
    },
    close: () => dns.close(),
    counts: dns.counts,
  };
}
