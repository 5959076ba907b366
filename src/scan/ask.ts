import type { Attributor } from '../attribution/attributor.ts';
import { majority } from '../attribution/majority.ts';
import type { Look } from '../look/look.ts';
import type { Attribution, Location } from '../model/attribution.ts';
import type { Domain } from '../model/domain.ts';
import type { Finding } from '../model/finding.ts';
import type { Network } from '../model/network.ts';
import type { Scan } from '../model/scan.ts';
import type { MeasuredServer } from '../model/server.ts';
import type { HistoryStore, HosterContext } from '../store/history.ts';
import { findHoster } from './find.ts';
import { contextOf } from './lookup.ts';

/** What is known about a domain when somebody asks: a fresh look, or what a scan remembers. */
export interface Asked {
  readonly domain: Domain;
  readonly network: Network;
  /** Null where looking failed and nothing was known before. */
  readonly finding: Finding | null;
  readonly context: HosterContext | null;
  /** ISO 8601: since when scans have seen it with its present hoster; null where none has. */
  readonly since: string | null;
  /** ISO 8601: when it was measured. */
  readonly observedAt: string;
  /** The memory of a scan, because a fresh look gave no answer in time. */
  readonly stale: boolean;
}

export interface AskOptions {
  readonly network: Network;
  readonly look: Look;
  /** As `look`, in less time and for less: it counts where the other does not come in time. */
  readonly quickLook?: Look;
  readonly attributor: Attributor;
  readonly history: HistoryStore;
  /** How long a fresh look may take, milliseconds: people wait for the answer. */
  readonly patienceMs?: number;
  readonly now?: () => Date;
}

const PATIENCE_MS = 5_000;
/** A scan a week, and a day for it to take. What is older is looked at anew. */
const RECENT_MS = 8 * 24 * 3_600_000;

/**
 * Answers for one domain. What a recent scan saw answering is told at once; else a fresh look if it comes in time, else the
 * last scan's memory, else nothing. Never rejects.
 */
export async function ask(domain: Domain, options: AskOptions): Promise<Asked> {
  const { network, look, attributor, history, patienceMs = PATIENCE_MS, now = () => new Date() } = options;
  const remembered = history.server(network, domain);
  if (remembered !== null && remembered.server.status === 'NOERROR') {
    const memory = recall(remembered.server, remembered.scan, attributor);
    const age = now().getTime() - Date.parse(memory.observation.observedAt);
    if (age < RECENT_MS) return tell(memory, false);
  }
  const started = performance.now();
  const quick = options.quickLook?.(domain) ?? null;
  quick?.catch(() => undefined);
  const observation =
    (await inTime(look(domain), patienceMs)) ??
    // What is there by now, or comes in a moment.
    (quick === null ? null : await inTime(quick, Math.max(0, patienceMs - (performance.now() - started))));
  const fresh = observation === null ? null : findHoster(attributor, observation);
  const stale = remembered !== null && (fresh === null || isSilence(fresh));
  return tell(stale ? recall(remembered.server, remembered.scan, attributor) : fresh, stale);

  function tell(finding: Finding | null, isStale: boolean): Asked {
    const context = finding === null ? null : contextOf(finding, network, history);
    const same =
      remembered !== null && finding !== null && who(finding.attribution) === who(remembered.server);
    const observedAt = finding?.observation.observedAt ?? now().toISOString();
    const since = same ? remembered.since : null;
    return { domain, network, finding, context, since, observedAt, stale: isStale };
  }
}

/** Nobody answered, which says nothing about where the server is. */
function isSilence({ observation }: Finding): boolean {
  return (
    observation.status === 'TIMEOUT' || observation.status === 'SERVFAIL' || observation.status === 'REFUSED'
  );
}

function who(placed: Pick<Attribution, 'hoster' | 'front'> | null): string | null {
  return placed?.front?.id ?? placed?.hoster?.id ?? null;
}

async function inTime<T>(promise: Promise<T>, milliseconds: number): Promise<T | null> {
  const { promise: late, resolve } = Promise.withResolvers<null>();
  const timer = setTimeout(() => resolve(null), milliseconds);
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** The tables may know the city of a home line, which is not kept. */
function accuracyWithout(place: Attribution['location']): Location['accuracy'] {
  return place === null || place.accuracy === 'city' ? 'country' : place.accuracy;
}

/**
 * A server as a scan remembers it, in the form of a finding. On what the attribution rests is not kept: the tables tell it
 * again for the same addresses, where they still say the same.
 */
function recall(server: MeasuredServer, scan: Scan, attributor: Attributor): Finding {
  const { domain, status, http, hoster, front, operator, kind, asn, country, city, lat, lon } = server;
  const again = server.addresses.map((address) => attributor.attribute(address, { domain }));
  const now = majority(again);
  const same = now.attribution !== null && who(now.attribution) === who(server);
  // How sure a place is is not kept either: it holds for the same place only.
  const place = same && now.attribution?.location?.country === country ? now.attribution.location : null;
  const attribution: Attribution | null =
    status === 'NOERROR'
      ? {
          input: server.addresses[0] ?? domain,
          status: 'OK',
          ip: server.addresses[0] ?? null,
          asn,
          asName: same ? (now.attribution?.asName ?? null) : null,
          prefix: same ? (now.attribution?.prefix ?? null) : null,
          hoster,
          front,
          operator,
          kind,
          location: {
            country,
            city,
            lat,
            lon,
            accuracy: city !== null ? 'city' : accuracyWithout(place),
          },
          evidence: same ? (now.attribution?.evidence ?? []) : [],
        }
      : null;
  const { software, usersTotal, usersActiveMonth, declared } = server;
  return {
    observation: {
      domain,
      network: scan.network,
      observedAt: scan.finishedAt ?? scan.startedAt,
      status,
      endpoints: [],
      cname: [],
      ptr: {},
      http,
      self: http === 'OK' ? { software, usersTotal, usersActiveMonth } : null,
      declared,
    },
    addresses: attribution === null ? [] : same ? again : [attribution],
    attribution,
    agree: !same || now.agree,
  };
}
