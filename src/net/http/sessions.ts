import { registrableDomain } from '../../model/domain.ts';
import type { Dns } from '../dns/dns.ts';
import { createGate } from '../gate.ts';
import { createTurns } from '../politeness.ts';
import type { SocketAddress } from '../socket-address.ts';
import { findCandidates } from './candidates.ts';
import { connect, createTlsContexts } from './connect.ts';
import { FailureError, fail } from './failure.ts';
import type { HttpFailure } from './http.ts';
import { createOriginClient, type OriginClient } from './origin-client.ts';
import type { RequestTarget } from './target.ts';
import type { WorkBudget } from './work-budget.ts';

/**
 * One connection to one server, shared by the requests that follow one another; `end` when a request is over.
 */
export interface Session {
  readonly ok: true;
  readonly client: OriginClient;
  end(): void;
}

export interface Sessions {
  /** Connections that wait for a place among those that may be open at once. */
  readonly waiting: number;
  /** Resolves when politeness and the limits allow. */
  begin(target: RequestTarget, budget?: WorkBudget | null): Promise<Session | HttpFailure>;
  close(): Promise<void>;
}

export interface SessionsOptions {
  readonly dns: Dns;
  /** Connections at once. */
  readonly concurrency: number;
  /** Where all TCP connections go instead; the addresses found are checked all the same. */
  readonly connectTo: SocketAddress | null;
  /** Gets the address that answered, and how long its TCP handshake took; not where `connectTo` answers. */
  readonly onConnected?: ((address: string, milliseconds: number) => void) | undefined;
}

/**
 * Long enough for the caller to ask for the next document, short enough that idle connections do not pile up.
 */
const LINGER_MS = 100;
/** Shared platforms have hundreds of servers on one address: in a scan they wait for one another. */
const ADDRESS_TURNS = { atOnce: 8, gapMs: 25 };
const DOMAIN_TURNS = { atOnce: 8, gapMs: 25 };

/** One for all ends of sessions: each that is made without a reason costs a stack trace. */
const OVER = new FailureError('UNREACHABLE', 'closed');

interface Open {
  users: number;
  linger: NodeJS.Timeout | undefined;
  readonly ready: Promise<{ readonly ok: true; readonly client: OriginClient } | HttpFailure>;
  readonly endings: (() => void)[];
  /** Of the work that opened it. */
  readonly budget: WorkBudget | null;
}

export function createSessions({ dns, concurrency, connectTo, onConnected }: SessionsOptions): Sessions {
  const contexts = createTlsContexts();
  const gate = createGate({ concurrency, perSecond: 0 });
  const addressTurns = createTurns(ADDRESS_TURNS);
  const domainTurns = createTurns(DOMAIN_TURNS);
  const opened = new Map<string, Open>();
  let closed = false;

  const open = async (target: RequestTarget, endings: (() => void)[], budget: WorkBudget | null) => {
    const turn = <T>(waiting: Promise<T>) => budget?.pause(waiting) ?? waiting;
    endings.push(await turn(domainTurns.take(registrableDomain(target.host))));
    const found = await findCandidates(budget?.dns(dns) ?? dns, target.host);
    if (!found.ok) return found;
    endings.push(await turn(addressTurns.take(found.addresses[0])));
    await turn(gate.enter());
    endings.push(gate.leave);
    if (closed) return fail('UNREACHABLE', 'closed');

    const places =
      connectTo === null ? found.addresses.map((host) => ({ host, port: target.port })) : [connectTo];
    const giveUp = new AbortController();
    const client = createOriginClient(target.origin, async () => {
      const socket = await connect({
        ...{ host: target.host, places, contexts, signal: giveUp.signal, waitMs: budget?.connectMs },
        onConnected: connectTo === null ? onConnected : undefined,
      });
      gate.grow();
      return socket;
    });
    endings.push(() => {
      giveUp.abort(OVER);
      client.destroy();
    });
    return { ok: true, client } as const;
  };

  const shut = (origin: string, session: Open) => {
    if (opened.get(origin) === session) opened.delete(origin);
    clearTimeout(session.linger);
    for (const ending of session.endings.splice(0).reverse()) ending();
  };

  return {
    get waiting() {
      return gate.waiting;
    },
    async begin(target, budget = null) {
      if (closed) return fail('UNREACHABLE', 'closed');
      const { origin } = target;
      let session = opened.get(origin);
      if (session === undefined) {
        const endings: (() => void)[] = [];
        session = { users: 0, linger: undefined, ready: open(target, endings, budget), endings, budget };
        opened.set(origin, session);
      }
      const used = session;
      used.users++;
      clearTimeout(used.linger);
      const isOwn = used.budget === budget;
      // Others pay for the wait with their own budget.
      const ready = await (isOwn || budget === null ? used.ready : budget.pause(used.ready));
      if (!ready.ok) {
        shut(origin, used);
        return !isOwn && used.budget?.isSpent ? this.begin(target, budget) : ready;
      }
      return {
        ok: true,
        client: ready.client,
        end() {
          used.users--;
          if (used.users === 0) used.linger = setTimeout(shut, closed ? 0 : LINGER_MS, origin, used);
        },
      };
    },
    async close() {
      closed = true;
      domainTurns.open();
      addressTurns.open();
      gate.open();
      const all = [...opened];
      await Promise.all(all.map(([, session]) => session.ready));
      for (const [origin, session] of all) shut(origin, session);
    },
  };
}
