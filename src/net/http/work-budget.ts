import type { Dns, DnsAnswer } from '../dns/dns.ts';
import { afterInput } from '../timer.ts';

/** What one piece of work, such as one look at one server, may cost in all. */
export interface BudgetLimits {
  /** Milliseconds of DNS and HTTP together, without the time in which we wait for our own turn. */
  readonly ms: number;
  /** Bytes of bodies, decoded. */
  readonly bytes: number;
  /** HTTP requests, those for robots.txt and after redirects included. */
  readonly requests: number;
  /** DNS queries. The same question again is free. */
  readonly queries: number;
  /** Longest wait for TCP and for the TLS handshake, milliseconds; the usual one unless given. */
  readonly connectMs?: number;
}

/** What is left. Exhausted, it ends work as `TIMEOUT` or `TOO_LARGE`, never by an exception. */
export interface WorkBudget {
  /** Takes one request; the status of the failure if none may be made. */
  takeRequest(): 'TIMEOUT' | 'TOO_LARGE' | null;
  takeBytes(bytes: number): void;
  readonly connectMs: number | undefined;
  readonly bytesLeft: number;
  /** Whether something was refused, or no time is left. */
  readonly isSpent: boolean;
  readonly msLeft: number;
  /** Stops the clock while work waits for its turn. */
  pause<T>(waiting: Promise<T>): Promise<T>;
  /** The same DNS, counted. */
  dns(dns: Dns): Dns;
  /** Ends the clock. */
  end(): void;
}

const NO_ANSWER: DnsAnswer = { status: 'TIMEOUT', records: [] };

export function createWorkBudget(limits: BudgetLimits): WorkBudget {
  const asked = new Map<string, Promise<DnsAnswer>>();
  const clock = createClock(limits.ms);
  let { bytes, requests } = limits;
  let isSpent = false;

  const ask = (dns: Dns, name: string, type: Parameters<Dns['query']>[1]): Promise<DnsAnswer> => {
    const key = `${type} ${name.toLowerCase()}`;
    const before = asked.get(key);
    if (before !== undefined) return before;
    if (asked.size >= limits.queries || clock.msLeft <= 0) {
      isSpent = true;
      return Promise.resolve(NO_ANSWER);
    }
    const resume = clock.stop();
    const answer = dns.query(name, type, resume).finally(resume);
    const either = Promise.race([answer, clock.over.then(() => NO_ANSWER)]);
    asked.set(key, either);
    return either;
  };

  return {
    takeRequest() {
      if (clock.msLeft > 0 && requests > 0 && bytes > 0) {
        requests--;
        return null;
      }
      isSpent = true;
      return bytes > 0 ? 'TIMEOUT' : 'TOO_LARGE';
    },
    connectMs: limits.connectMs,
    takeBytes(count) {
      bytes -= count;
    },
    get bytesLeft() {
      return Math.max(bytes, 0);
    },
    get msLeft() {
      return Math.max(clock.msLeft, 0);
    },
    get isSpent() {
      return isSpent || clock.msLeft <= 0;
    },
    pause(waiting) {
      const resume = clock.stop();
      return waiting.finally(resume);
    },
    dns: (dns) => ({ ...dns, query: (name, type) => ask(dns, name, type) }),
    end: () => clock.end(),
  };
}

interface Clock {
  readonly msLeft: number;
  /** Resolves when no time is left. */
  readonly over: Promise<void>;
  /** Stops it until the function that it gives is called; several may stop it at the same time. */
  stop(): () => void;
  end(): void;
}

function createClock(ms: number): Clock {
  let spent = 0;
  let stops = 0;
  let isOver = false;
  let since = performance.now();
  let cancel: () => void = () => undefined;
  let finish: () => void = () => undefined;
  const over = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const left = () => (isOver ? 0 : ms - spent - (stops > 0 ? 0 : performance.now() - since));
  const expire = () => {
    isOver = true;
    finish();
  };
  const run = () => {
    since = performance.now();
    cancel = afterInput(Math.max(left(), 0), expire);
  };
  run();
  return {
    over,
    get msLeft() {
      return left();
    },
    stop() {
      if (stops++ === 0) {
        spent += performance.now() - since;
        cancel();
      }
      let isStopped = true;
      return () => {
        if (!isStopped) return;
        isStopped = false;
        if (--stops === 0) run();
      };
    },
    end() {
      stops = Number.POSITIVE_INFINITY;
      cancel();
      finish();
    },
  };
}
