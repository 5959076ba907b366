import { createSecureContext } from 'node:tls';
import { Client } from 'undici';
import { registrableDomain } from '../model/domain.ts';
import { findCandidates } from './candidates.ts';
import { connect } from './connect.ts';
import type { Dns } from './dns.ts';
import { createGate } from './gate.ts';
import type { HttpFailure } from './http.ts';
import { fail } from './http-failure.ts';
import { createTurns } from './politeness.ts';
import type { SocketAddress } from './socket-address.ts';
import type { Target } from './target.ts';

/** One connection to one server, shared by the requests that follow one another; `end` when a request is over. */
export interface Session {
  readonly ok: true;
  readonly client: Client;
  end(): void;
}

export interface Sessions {
  /** Resolves when politeness and the limits allow. */
  begin(target: Target): Promise<Session | HttpFailure>;
  close(): Promise<void>;
}

export interface SessionsOptions {
  readonly dns: Dns;
  /** Connections at once. */
  readonly concurrency: number;
  /** Where all TCP connections go instead; the addresses found are checked all the same. */
  readonly connectTo: SocketAddress | null;
}

/** Long enough for the caller to ask for the next document, short enough that idle connections do not pile up. */
const LINGER_MS = 100;
/** Shared platforms have hundreds of servers on one address: in a scan they wait for one another. */
const ADDRESS_TURNS = { atOnce: 8, gapMs: 25 };
const DOMAIN_TURNS = { atOnce: 8, gapMs: 25 };
const MOST_HEADER_BYTES = 16 * 1024;

interface Open {
  users: number;
  linger: NodeJS.Timeout | undefined;
  readonly ready: Promise<{ readonly ok: true; readonly client: Client } | HttpFailure>;
  readonly endings: (() => void)[];
}

export function createSessions({ dns, concurrency, connectTo }: SessionsOptions): Sessions {
  // Made without `ca`, it trusts Node's roots and those of NODE_EXTRA_CA_CERTS.
  const secureContext = createSecureContext();
  const gate = createGate({ concurrency, perSecond: 0 });
  const addressTurns = createTurns(ADDRESS_TURNS);
  const domainTurns = createTurns(DOMAIN_TURNS);
  const opened = new Map<string, Open>();
  let closed = false;

  const open = async (target: Target, endings: (() => void)[]) => {
    endings.push(await domainTurns.take(registrableDomain(target.host)));
    const found = await findCandidates(dns, target.host);
    if (!found.ok) return found;
    endings.push(await addressTurns.take(found.addresses[0]));
    await gate.enter();
    endings.push(gate.leave);
    if (closed) return fail('UNREACHABLE', 'closed');

    const places =
      connectTo === null ? found.addresses.map((host) => ({ host, port: target.port })) : [connectTo];
    const giveUp = new AbortController();
    const client = new Client(target.origin, {
      connect: (_options, callback) => {
        connect({ host: target.host, places, secureContext, signal: giveUp.signal }).then(
          (socket) => {
            gate.grow();
            callback(null, socket);
          },
          (error: Error) => callback(error, null),
        );
      },
      allowH2: false,
      maxHeaderSize: MOST_HEADER_BYTES,
      // The deadline of each request is over all of it; these would start anew with every chunk.
      headersTimeout: 0,
      bodyTimeout: 0,
    });
    endings.push(() => {
      giveUp.abort();
      void client.destroy();
    });
    return { ok: true, client } as const;
  };

  const shut = (origin: string, session: Open) => {
    if (opened.get(origin) === session) opened.delete(origin);
    clearTimeout(session.linger);
    for (const ending of session.endings.splice(0).reverse()) ending();
  };

  return {
    async begin(target) {
      if (closed) return fail('UNREACHABLE', 'closed');
      const { origin } = target;
      let session = opened.get(origin);
      if (session === undefined) {
        const endings: (() => void)[] = [];
        session = { users: 0, linger: undefined, ready: open(target, endings), endings };
        opened.set(origin, session);
      }
      const used = session;
      used.users++;
      clearTimeout(used.linger);
      const ready = await used.ready;
      if (!ready.ok) {
        shut(origin, used);
        return ready;
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
