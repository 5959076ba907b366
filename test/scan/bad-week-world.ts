import type { Attributor } from '../../src/attribution/attributor.ts';
import { createLook } from '../../src/look/look.ts';
import type { Attribution } from '../../src/model/attribution.ts';
import type { Domain } from '../../src/model/domain.ts';
import type { Network } from '../../src/model/network.ts';
import type { DnsStatus, HttpStatus } from '../../src/model/observation.ts';
import type { Dns, DnsAnswer, DnsRecord, RecordType } from '../../src/net/dns/dns.ts';
import type { Http, HttpAnswer } from '../../src/net/http/http.ts';
import { latestReport } from '../../src/report/latest.ts';
import { runScan, type ScanOutcome } from '../../src/scan/run.ts';
import type { Store } from '../../src/store/store.ts';
import { domain } from '../kit/domain.ts';
import { planOf } from './scan-fixtures.ts';

/** What happens to one query; null lets the sound answer pass. */
export interface Fault {
  readonly title: string;
  /** `name` is the name asked for: the domain's or its delegate's. */
  readonly dns?: (name: string, type: RecordType) => Partial<DnsAnswer> | null;
  readonly http?: (url: URL) => Partial<HttpAnswer> | string | null;
  /** The scan runs without HTTP. */
  readonly noHttp?: boolean;
  /** The fault is a real answer: servers are gone, so shares may change. */
  readonly isAnswer?: boolean;
}

/** By the third octet of an address: websites are at 1, servers at 2 or 3. */
const COMPANIES: Readonly<Record<string, string>> = { '1': 'websites', '2': 'servers', '3': 'third' };
const COUNT = 24;
const WEEK_MS = 7 * 24 * 3_600_000;
const START = Date.UTC(2026, 0, 5, 3);

/**
 * Servers of a network. Half of them delegate to a host at another company, in every way that the network
 * has; the others are at their own name. Two of the latter have IPv6 at another company.
 */
export function soundWorld(network: Network) {
  const records = new Map<string, DnsRecord[]>();
  const documents = new Map<string, unknown>();
  const add = (name: string, type: 'A' | 'AAAA', data: string) => {
    const key = `${name} ${type}`;
    records.set(key, [...(records.get(key) ?? []), { name, type, ttl: 60, data }]);
  };
  const names = Array.from({ length: COUNT }, (_, at) => domain(`s${at}.example`));
  for (const [at, name] of names.entries()) {
    const isDelegated = at % 2 === 0;
    const company = isDelegated ? 1 : at % 4 === 1 ? 2 : 3;
    add(name, 'A', `116.203.${company}.${at + 1}`);
    if (at % 8 === 7) add(name, 'AAAA', `2a01:4f8:2::${at + 1}`);
    const host = isDelegated ? `social.${name}` : name;
    if (isDelegated) add(host, 'A', `116.203.2.${at + 1}`);
    if (network === 'fediverse') {
      const href = `https://${host}/nodeinfo/2.0`;
      const rel = 'http://nodeinfo.diaspora.software/ns/schema/2.0';
      const usage = { users: { total: 10, activeMonth: 5 } };
      if (at % 4 === 2) {
        const lrdd = `<Link rel="lrdd" template="https://${host}/.well-known/webfinger?resource={uri}"/>`;
        documents.set(`https://${name}/.well-known/host-meta`, lrdd);
      } else documents.set(`https://${name}/.well-known/nodeinfo`, { links: [{ rel, href }] });
      documents.set(href, { software: { name: 'mastodon', version: '4.5.0' }, usage });
      documents.set(`https://${host}/api/v2/instance`, { domain: name });
    }
    if (network === 'matrix' && isDelegated) {
      documents.set(`https://${name}/.well-known/matrix/server`, { 'm.server': `${host}:443` });
    }
    if (network === 'xmpp' && isDelegated) {
      const key = `_xmpp-server._tcp.${name} SRV`;
      const spare = `spare.${name}`;
      add(spare, 'A', `116.203.3.${at + 1}`);
      const srv = (priority: number, target: string): DnsRecord => ({
        name: `_xmpp-server._tcp.${name}`,
        type: 'SRV',
        ttl: 60,
        data: { priority, weight: 1, port: 5269, target },
      });
      records.set(key, [srv(1, host), srv(2, spare)]);
    }
  }
  return { names, records, documents };
}

type SoundWorld = ReturnType<typeof soundWorld>;

function stubDns({ records }: SoundWorld, fault: Fault | null, hit: (name: string) => boolean): Dns {
  const exists = new Set([...records.keys()].map((key) => key.split(' ')[0]));
  return {
    async query(name, type) {
      const bad = fault?.dns !== undefined && hit(name) ? fault.dns(name, type) : null;
      if (bad !== null) return { status: 'NOERROR', records: [], ...bad };
      const found = records.get(`${name} ${type}`);
      if (found !== undefined) return { status: 'NOERROR', records: found };
      return { status: exists.has(name) ? 'NODATA' : 'NXDOMAIN', records: [] };
    },
    close: () => undefined,
    counts: { sent: 0, answered: 0, retried: 0, timedOut: 0 },
  };
}

function stubHttp({ documents }: SoundWorld, fault: Fault | null, hit: (name: string) => boolean): Http {
  const ok = (url: string, body: string): HttpAnswer => ({
    ...{ ok: true, code: 200, headers: {}, body: Buffer.from(body), url },
  });
  return {
    async get(url) {
      const bad = fault?.http !== undefined && hit(new URL(url).hostname) ? fault.http(new URL(url)) : null;
      if (typeof bad === 'string') return ok(url, bad);
      if (bad !== null) return { ok: false, status: 'STATUS', detail: '', code: null, ...bad } as HttpAnswer;
      const document = documents.get(url);
      if (document === undefined) return { ok: false, status: 'STATUS', detail: 'HTTP 404', code: 404 };
      return ok(url, typeof document === 'string' ? document : JSON.stringify(document));
    },
    stream: () => Promise.reject(new Error('not here')),
    close: async () => undefined,
  };
}

const attributor: Attributor = {
  sources: [],
  isManaged: () => false,
  attribute(input): Attribution {
    const id = COMPANIES[/^(?:116\.203|2a01:4f8)[.:](\d)/.exec(input)?.[1] ?? ''] ?? 'nobody';
    const hoster = { id, name: id, country: 'DE' };
    const location = { country: 'DE', city: null, lat: null, lon: null, accuracy: 'country' } as const;
    const rest = { front: null, operator: null, kind: 'hosting', location, evidence: ['asn'] } as const;
    return { input, status: 'OK', ip: input, asn: 64_500, asName: id, prefix: null, hoster, ...rest };
  },
};

/** Scans the world in one week; the fault affects the servers that are hit. */
export async function scanWeek(
  store: Store,
  network: Network,
  week: number,
  { fault = null, hits = () => false }: { fault?: Fault | null; hits?: (name: Domain) => boolean } = {},
): Promise<ScanOutcome> {
  const world = soundWorld(network);
  const hit = (name: string) =>
    world.names.some((one) => (name === one || name.endsWith(`.${one}`)) && hits(one));
  const now = () => new Date(START + week * WEEK_MS);
  const http = fault?.noHttp !== true;
  return runScan(
    { ...planOf(world.names, `week ${week}`), network, http },
    {
      scans: store.scans,
      history: store.history,
      look: createLook({
        network,
        dns: stubDns(world, fault, hit),
        http: http ? stubHttp(world, fault, hit) : null,
        lastKnown: (name) => store.history.delegation(network, name),
        now,
      }),
      attributor,
      concurrency: 10,
      signal: new AbortController().signal,
      now,
    },
  );
}

/** Shares of the latest scan by hoster. */
export function shares(store: Store, network: Network): ReadonlyMap<string, number> {
  const report = latestReport(store, network, [], () => false);
  return new Map(report?.hosters.map(({ id, share }) => [id, share]));
}

const failing = (status: DnsStatus) => ({ status, records: [] });
const DNS_FAULTS: readonly DnsStatus[] = ['SERVFAIL', 'REFUSED', 'FORMERR', 'TIMEOUT', 'NXDOMAIN', 'NODATA'];
const RECORD_TYPES: readonly (RecordType | 'all')[] = ['A', 'AAAA', 'SRV', 'TXT', 'PTR', 'all'];
const CODES = [
  400, 401, 402, 403, 404, 405, 406, 408, 410, 418, 421, 425, 429, 451, 500, 501, 502, 503, 504, 520, 521,
  522, 525, 530,
];
const FAILURES: readonly HttpStatus[] = [
  ...([
    'ROBOTS',
    'UNREACHABLE',
    'NOT_PUBLIC',
    'TLS',
    'TIMEOUT',
    'TOO_LARGE',
    'REDIRECTS',
    'BAD_BODY',
  ] as const),
];
/** Whose requests fail: all, those for the domain's own documents, or those for the delegate's. */
const SIDES = { everywhere: () => true, 'at the domain': (host: string) => !host.startsWith('social.') };

export const FAULTS: readonly Fault[] = [
  ...DNS_FAULTS.flatMap((status) =>
    RECORD_TYPES.flatMap((type): Fault[] =>
      Object.entries({ ...SIDES, 'at the delegate': (host: string) => host.startsWith('social.') }).map(
        ([where, isThere]) => ({
          title: `DNS ${status} for ${type} ${where}`,
          dns: (name, asked) =>
            isThere(name) && (type === 'all' || type === asked) ? failing(status) : null,
          isAnswer: status === 'NXDOMAIN' || status === 'NODATA',
        }),
      ),
    ),
  ),
  ...Object.entries(SIDES).flatMap(([where, isThere]): Fault[] => [
    ...CODES.map(
      (code): Fault => ({
        title: `HTTP ${code} ${where}`,
        http: ({ hostname }) =>
          isThere(hostname) ? ({ status: 'STATUS', code } as Partial<HttpAnswer>) : null,
      }),
    ),
    ...FAILURES.map(
      (status): Fault => ({
        title: `${status} ${where}`,
        http: ({ hostname }) => (isThere(hostname) ? ({ status, code: null } as Partial<HttpAnswer>) : null),
      }),
    ),
    {
      title: `a challenge page ${where}`,
      http: ({ hostname }) => (isThere(hostname) ? '<!doctype html><title>Just a moment</title>' : null),
    },
  ]),
  { title: 'a scan without HTTP', noHttp: true },
  {
    title: 'a DNS64 resolver',
    dns: (name, type) =>
      type === 'AAAA' && !name.includes('_')
        ? { records: [{ name, type, ttl: 1, data: '64:ff9b::74cb:0101' }] }
        : null,
  },
  {
    title: 'a private address beside each name',
    dns: (name, type) =>
      type === 'AAAA' && !name.includes('_') ? { records: [{ name, type, ttl: 1, data: 'fd00::1' }] } : null,
  },
  {
    title: 'an address of Yggdrasil beside each name',
    dns: (name, type) =>
      type === 'AAAA' && !name.includes('_') ? { records: [{ name, type, ttl: 1, data: '201::1' }] } : null,
  },
];
