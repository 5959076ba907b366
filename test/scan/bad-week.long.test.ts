import { afterAll, describe, expect, it } from 'vitest';
import { createLook } from '../../src/look/look.ts';
import type { Address } from '../../src/model/address.ts';
import type { Attribution, Hoster } from '../../src/model/attribution.ts';
import type { Domain } from '../../src/model/domain.ts';
import { NETWORKS, type Network } from '../../src/model/network.ts';
import type { DnsStatus } from '../../src/model/observation.ts';
import type { Dns, DnsAnswer, DnsRecord, RecordType } from '../../src/net/dns/dns.ts';
import { fail } from '../../src/net/http/failure.ts';
import type { Http, HttpAnswer, HttpFailure } from '../../src/net/http/http.ts';
import { buildReport } from '../../src/report/report.ts';
import { planScan } from '../../src/scan/plan.ts';
import { runScan } from '../../src/scan/run.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { temporaryFolder } from '../kit/findings.ts';

/**
 * One bad scan between two sound ones. Whatever fails for a week, no server moves, no hoster gains, and the
 * next sound scan finds the same as the first. Every domain is at one company, and those that delegate are
 * served by another; only the fault differs between cells.
 */

const SERVERS = 30;
/** Number of servers in each network with delegation that delegate to a host of their own. */
const DELEGATING = 15;
const WEBSITE = 'hetzner';
const SERVICE = 'ovh';
const COMPANIES: Readonly<Record<string, string>> = { '116.203.': WEBSITE, '51.68.': SERVICE };

/** Which queries fail, and how. */
interface Fault {
  readonly dns?: (name: string, type: RecordType) => DnsAnswer | null;
  readonly http?: (url: string) => HttpAnswer | null;
  /** The whole scan runs without HTTP. */
  readonly noHttp?: boolean;
}

const broken = (status: DnsStatus): DnsAnswer => ({ status, records: [] });
const isWellKnown = (url: string) => /\.well-known\/(nodeinfo|matrix|host-meta|webfinger)/.test(url);
const answer = (code: number, detail = ''): HttpFailure => ({ ...fail('STATUS', detail), code });
const page = (text: string): HttpAnswer => ({
  ok: true,
  code: 200,
  headers: {},
  body: Buffer.from(text),
  url: '',
});

const HTTP_FAULTS: Readonly<Record<string, HttpAnswer>> = {
  ...Object.fromEntries(
    [
      400, 401, 402, 403, 405, 406, 408, 418, 421, 422, 425, 429, 451, 500, 501, 502, 503, 504, 520, 522, 525,
      530,
    ].map((code) => [`HTTP ${code}`, answer(code)]),
  ),
  'connection refused': fail('UNREACHABLE', 'ECONNREFUSED'),
  'connection reset': fail('UNREACHABLE', 'ECONNRESET'),
  'no route': fail('UNREACHABLE', 'EHOSTUNREACH'),
  timeout: fail('TIMEOUT', 'deadline'),
  'expired certificate': fail('TLS', 'CERT_HAS_EXPIRED'),
  'self-signed certificate': fail('TLS', 'DEPTH_ZERO_SELF_SIGNED_CERT'),
  'wrong name in the certificate': fail('TLS', 'ERR_TLS_CERT_ALTNAME_INVALID'),
  'incomplete chain': fail('TLS', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'),
  'robots.txt forbids': fail('ROBOTS', ''),
  'robots.txt unreachable': { ...fail('ROBOTS', ''), code: 503 },
  'too many redirects': fail('REDIRECTS', ''),
  'too large': fail('TOO_LARGE', ''),
  'undecodable body': fail('BAD_BODY', 'Z_DATA_ERROR'),
  'a challenge page': page('<!doctype html><title>Just a moment...</title>'),
  'half a document': page('{"links":[{"rel":"http://nodeinfo'),
  'an empty body': page(''),
  'not public': fail('NOT_PUBLIC', ''),
};
const UNHEARD: readonly DnsStatus[] = ['SERVFAIL', 'REFUSED', 'TIMEOUT', 'FORMERR'];
const QUESTIONS: readonly (readonly RecordType[])[] = [
  ['A'],
  ['AAAA'],
  ['A', 'AAAA'],
  ['SRV'],
  ['TXT', 'PTR'],
  ['A', 'AAAA', 'SRV'],
];

const FAULTS: readonly (readonly [string, Fault])[] = [
  ['a scan without HTTP', { noHttp: true }],
  ...Object.entries(HTTP_FAULTS).flatMap(([name, failure]): (readonly [string, Fault])[] => [
    [`well-known: ${name}`, { http: (url) => (isWellKnown(url) ? failure : null) }],
    [`every document: ${name}`, { http: () => failure }],
  ]),
  ...UNHEARD.flatMap((status) =>
    QUESTIONS.map((types): readonly [string, Fault] => [
      `DNS ${status} for ${types.join(' and ')}`,
      { dns: (_, type) => (types.includes(type) ? broken(status) : null) },
    ]),
  ),
  ...UNHEARD.map((status): readonly [string, Fault] => [
    `DNS ${status} for the delegate`,
    { dns: (name) => (name.startsWith('hs.') || name.startsWith('social.') ? broken(status) : null) },
  ]),
  [
    'the delegate has no name any more',
    { dns: (name) => (/^(hs|social)\./.test(name) ? broken('NXDOMAIN') : null) },
  ],
  [
    'the delegate has no name, and the domain cannot be asked',
    {
      dns: (name) => (/^(hs|social)\./.test(name) ? broken('NXDOMAIN') : null),
      http: () => fail('TIMEOUT', ''),
    },
  ],
  ['IPv6 is lost on our side', { dns: (_, type) => (type === 'AAAA' ? broken('NODATA') : null) }],
  [
    'a private address beside each good one',
    {
      dns: (name, type) =>
        type === 'AAAA' ? { status: 'NOERROR', records: [record(name, 'AAAA', 'fd00::1')] } : null,
    },
  ],
];

function record(name: string, type: 'A' | 'AAAA', data: string): DnsRecord {
  return { name, type, ttl: 60, data };
}

function domainsOf(network: Network): readonly [Domain, ...Domain[]] {
  return Array.from({ length: SERVERS }, (_, at) => `s${at}-${network}.example` as Domain) as unknown as [
    Domain,
    ...Domain[],
  ];
}

const indexOf = (name: string) => Number(/s(\d+)-/.exec(name)?.[1] ?? 0);
const delegates = (name: string) => indexOf(name) < DELEGATING;

/** The sound network: websites at one company, delegates and XMPP servers at another. */
function soundDns(name: string, type: RecordType): DnsAnswer {
  const index = indexOf(name);
  if (type === 'SRV') {
    const domain = /^_xmpp-server\._tcp\.(.*)$/.exec(name)?.[1];
    if (domain === undefined || !delegates(domain)) return broken('NXDOMAIN');
    const srv = (priority: number, target: string): DnsRecord => ({
      name,
      type: 'SRV',
      ttl: 60,
      data: { priority, weight: 0, port: 5269, target },
    });
    return { status: 'NOERROR', records: [srv(1, `hs.${domain}`), srv(5, domain)] };
  }
  if (type !== 'A' && type !== 'AAAA') return broken('NXDOMAIN');
  const isDelegate = /^(hs|social)\./.test(name);
  const six = isDelegate ? `2001:41d0:1::${index + 1}` : `2a01:4f8:1::${index + 1}`;
  return {
    status: 'NOERROR',
    records: [record(name, type, type === 'A' ? `${isDelegate ? '51.68' : '116.203'}.0.${index + 1}` : six)],
  };
}

function soundHttp(url: string): HttpAnswer {
  const { host, pathname } = new URL(url);
  const json = (value: unknown): HttpAnswer => ({ ...page(JSON.stringify(value)), url }) as HttpAnswer;
  if (pathname === '/.well-known/nodeinfo') {
    const at = delegates(host) ? `social.${host}` : host;
    return json({
      links: [{ rel: 'http://nodeinfo.diaspora.software/ns/schema/2.0', href: `https://${at}/n` }],
    });
  }
  if (pathname === '/n')
    return json({ software: { name: 'mastodon' }, usage: { users: { total: 9, activeMonth: 3 } } });
  if (pathname === '/.well-known/matrix/server' && delegates(host))
    return json({ 'm.server': `hs.${host}:443` });
  return answer(404);
}

const attributor = {
  attribute(ip: string): Attribution {
    const found = Object.entries(COMPANIES).find(([prefix]) => ip.startsWith(prefix))?.[1];
    const id = found ?? (ip.startsWith('2001:41d0') ? SERVICE : WEBSITE);
    const hoster: Hoster = { id, name: id, country: 'DE' };
    return {
      input: ip,
      status: 'OK',
      ip: ip as Address,
      asn: 1,
      asName: id,
      prefix: null,
      hoster,
      front: null,
      operator: null,
      kind: 'hosting',
      location: null,
      evidence: ['asn'],
    };
  },
  isManaged: () => false,
  sources: [],
};

const folder = temporaryFolder();
afterAll(() => folder.remove());

async function scan(
  store: Store,
  network: Network,
  week: number,
  fault: Fault,
  part: number,
): Promise<number> {
  const domains = domainsOf(network);
  const hit = (name: string) => indexOf(name) % Math.round(1 / part) === 0;
  const dns: Dns = {
    counts: { sent: 0, answered: 0, retried: 0, timedOut: 0 },
    close: () => {},
    query: async (name, type) => (hit(name) ? fault.dns?.(name, type) : null) ?? soundDns(name, type),
  };
  const http = {
    get: async (url: string) => (hit(url) ? fault.http?.(url) : null) ?? soundHttp(url),
    stream: async () => fail('UNREACHABLE', ''),
    close: async () => {},
  } as Http;
  const now = () => new Date(Date.UTC(2026, 0, 5 + 7 * week, 3));
  const list = { source: 'a list', domains, ports: new Map(), junk: [], duplicates: 0, sources: [] };
  const plan = planScan({
    network,
    list: list as never,
    optOuts: { has: () => false },
    managed: () => false,
    sample: null,
    limit: null,
    http: fault.noHttp !== true,
  });
  const outcome = await runScan(plan, {
    scans: store.scans,
    look: createLook({
      network,
      dns,
      http: fault.noHttp === true ? null : http,
      now,
      lastKnown: (domain) => store.history.delegation(network, domain),
    }),
    attributor: attributor as never,
    concurrency: 20,
    signal: new AbortController().signal,
    now,
  });
  expect(outcome.end).toBe('finished');
  return outcome.scan.id;
}

function sharesOf(store: Store, scanId: number): ReadonlyMap<string, number> {
  const found = store.scans
    .all(NETWORKS[0])
    .concat(...NETWORKS.slice(1).map((network) => store.scans.all(network)));
  const measured = found.find(({ id }) => id === scanId);
  if (measured === undefined) throw new Error(`no scan ${scanId}`);
  const report = buildReport({
    scan: measured,
    servers: store.history.servers(scanId),
    movers: [],
    previous: null,
    comparison: [],
    past: [],
  } as never);
  return new Map(report.hosters.map(({ id, servers }) => [id, servers]));
}

/** In XMPP the delegate is an SRV target. Without a name it is dead, and clients really use the spare. */
const NO_FAULT_IN_XMPP = /^the delegate has no name/;

const cells = NETWORKS.flatMap((network) =>
  [0.1, 1].flatMap((part) => FAULTS.map(([name, fault]) => ({ network, part, name, fault }))),
).filter(({ network, name }) => network !== 'xmpp' || !NO_FAULT_IN_XMPP.test(name));

describe(`a bad week between two sound ones, ${cells.length} cells`, () => {
  it.each(NETWORKS)('moves no server, and no hoster gains: %s', async (network) => {
    let number = 0;
    for (const { part, name, fault } of cells.filter((cell) => cell.network === network)) {
      const cell = `${network}, ${part * 100} %: ${name}`;
      number += 1;
      const store = openStore(folder.file(`${network}-${number}.db`));
      const first = await scan(store, network, 0, {}, 1);
      const bad = await scan(store, network, 1, fault, part);
      const last = await scan(store, network, 2, {}, 1);
      const moved = (to: number, from: number) =>
        store.history
          .movers(to, from)
          .filter(({ change }) => change === 'hoster')
          .map(({ domain }) => domain);
      expect([moved(bad, first), moved(last, bad), moved(last, first)], cell).toEqual([[], [], []]);
      const [before, during, after] = [first, bad, last].map((id) => sharesOf(store, id));
      for (const [hoster, servers] of during ?? []) {
        expect(servers, `${cell}: ${hoster}`).toBeLessThanOrEqual(before?.get(hoster) ?? 0);
      }
      expect(after, cell).toEqual(before);
      store.close();
    }
  });
});

describe('a domain that cannot be asked', () => {
  const network = 'matrix';
  const silent: Fault = { http: () => fail('TIMEOUT', '') };
  const lost: Fault = {
    http: () => fail('TIMEOUT', ''),
    dns: (name) => (name.startsWith('hs.') ? broken('NXDOMAIN') : null),
  };
  const moved: Fault = {
    dns: (name, type) =>
      name.startsWith('hs.') && type === 'A'
        ? { status: 'NOERROR', records: [record(name, 'A', '116.203.9.9')] }
        : name.startsWith('hs.') && type === 'AAAA'
          ? broken('NODATA')
          : null,
  };
  const movers = (store: Store, to: number, from: number) =>
    store.history.movers(to, from).filter(({ change }) => change === 'hoster').length;
  const undetermined = (store: Store, scanId: number) =>
    store.history.servers(scanId).filter(({ status }) => status === 'UNDETERMINED').length;

  it('is undetermined if its delegate is gone, and then has no hoster', async () => {
    const store = openStore(folder.file('undetermined.db'));
    const first = await scan(store, network, 0, {}, 1);
    const bad = await scan(store, network, 1, lost, 1);
    expect([undetermined(store, first), undetermined(store, bad)]).toEqual([0, DELEGATING]);
    expect(store.history.totals(bad)).toContainEqual(
      expect.objectContaining({ layer: 'status', key: 'UNDETERMINED', servers: DELEGATING }),
    );
    expect(store.history.servers(bad).filter(({ hoster }) => hoster?.id === SERVICE)).toEqual([]);
    store.close();
  });

  it('is a mover after an undetermined week if its hoster differs from the last known one', async () => {
    const store = openStore(folder.file('moved.db'));
    await scan(store, network, 0, {}, 1);
    const bad = await scan(store, network, 1, lost, 1);
    const last = await scan(store, network, 2, moved, 1);
    expect(movers(store, last, bad)).toBe(DELEGATING);
    store.close();
  });

  it('keeps its last known place for five weeks, and is undetermined from then on', async () => {
    const store = openStore(folder.file('bounded.db'));
    await scan(store, network, 0, {}, 1);
    for (const [week, expected] of [
      [1, 0],
      [3, 0],
      [5, 0],
      [6, DELEGATING],
      [9, DELEGATING],
    ] as const) {
      expect(undetermined(store, await scan(store, network, week, silent, 1)), `week ${week}`).toBe(expected);
    }
    store.close();
  });

  it('is not compared with a scan that asked it, while it was never asked itself', async () => {
    const store = openStore(folder.file('assumed.db'));
    const first = await scan(store, network, 0, { noHttp: true }, 1);
    const second = await scan(store, network, 1, {}, 1);
    expect(movers(store, second, first)).toBe(0);
    store.close();
  });
});
