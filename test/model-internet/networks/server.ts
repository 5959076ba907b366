import type { NameBehaviour, SrvTarget, ZoneRecord } from '../dns/zone.ts';
import type { Handshake, HttpsHost } from '../https/hosts.ts';
import { json, type Routes, text } from '../https/routes.ts';

/** How a server misbehaves; the first line in DNS, the second one on the way to HTTP, the third in HTTP. */
export type Behaviour =
  | 'ok'
  | Exclude<NameBehaviour['reply'], undefined>
  | 'cname-loop'
  | 'dead'
  | 'reset'
  | 'broken-tls'
  | 'expired'
  | 'self-signed'
  | 'wrong-name'
  | 'slow'
  | 'no-nodeinfo';

export interface Users {
  readonly total: number;
  readonly activeMonth?: number;
}

/**
 * One server of the model internet. Names in ASCII (punycode); addresses are what DNS says, nobody is ever
 * there.
 */
export interface ModelServer {
  readonly domain: string;
  readonly ip?: string | readonly string[];
  readonly ipv6?: string | readonly string[];
  /** An alias chain; the addresses then belong to its last name. */
  readonly cname?: string | readonly string[];
  /** The name that all its addresses point back to. */
  readonly ptr?: string;
  readonly ns?: readonly string[];
  /** By prefix, such as `_xmpp-client._tcp`. */
  readonly srv?: Readonly<Record<string, readonly SrvTarget[]>>;
  /** By prefix, such as `_hosting`; the empty prefix is the domain itself. */
  readonly txt?: Readonly<Record<string, readonly string[]>>;
  readonly software?: string;
  readonly version?: string;
  readonly users?: Users;
  readonly robots?: string;
  readonly behaviour?: Behaviour;
  /** More of DNS misbehaviour, beside `behaviour`. */
  readonly dns?: NameBehaviour;
  /** Extra or other routes, by path. */
  readonly routes?: Routes;
  readonly headers?: Readonly<Record<string, string>>;
  /** Milliseconds before every HTTP answer; `slow` means 3,000. */
  readonly delayMs?: number;
  /** Servers of one group share a certificate. */
  readonly group?: string;
}

const SLOW_MS = 3_000;
const DNS_REPLIES: readonly string[] = [
  'nxdomain',
  'nodata',
  'servfail',
  'refused',
  'formerr',
  'silent',
  'truncated',
  'wrong-id',
  'wrong-question',
  'garbage',
  'forged-first',
] satisfies readonly NameBehaviour['reply'][];

const HANDSHAKES: Partial<Record<Behaviour, Handshake>> = {
  dead: 'hang',
  reset: 'reset',
  'broken-tls': 'gibberish',
  expired: 'expired',
  'self-signed': 'self-signed',
  'wrong-name': 'wrong-name',
};

export function list(value: string | readonly string[] | undefined): readonly string[] {
  if (value === undefined) return [];
  return typeof value === 'string' ? [value] : value;
}

/** All that DNS knows of a server. */
export function recordsOf(server: ModelServer): ZoneRecord[] {
  const { domain } = server;
  const chain = [domain, ...list(server.cname)];
  const last = server.behaviour === 'cname-loop' ? `loop.${domain}` : (chain.at(-1) ?? domain);
  const records: ZoneRecord[] = [];
  for (const [at, name] of chain.entries()) {
    const next = chain[at + 1];
    if (next !== undefined) records.push({ name, type: 'CNAME', data: next });
  }
  if (server.behaviour === 'cname-loop') {
    records.push({ name: chain.at(-1) ?? domain, type: 'CNAME', data: last });
    records.push({ name: last, type: 'CNAME', data: domain });
    return records;
  }
  for (const ip of list(server.ip)) records.push({ name: last, type: 'A', data: ip });
  for (const ip of list(server.ipv6)) records.push({ name: last, type: 'AAAA', data: ip });
  if (server.ptr !== undefined) {
    for (const ip of [...list(server.ip), ...list(server.ipv6)]) {
      records.push({ name: reverseName(ip), type: 'PTR', data: server.ptr });
    }
  }
  for (const data of server.ns ?? []) records.push({ name: domain, type: 'NS', data });
  for (const [prefix, targets] of Object.entries(server.srv ?? {})) {
    for (const data of targets) records.push({ name: below(prefix, domain), type: 'SRV', data });
  }
  for (const [prefix, texts] of Object.entries(server.txt ?? {})) {
    for (const data of texts) records.push({ name: below(prefix, domain), type: 'TXT', data });
  }
  return records;
}

export function nameBehaviourOf(server: ModelServer): NameBehaviour | null {
  const { behaviour } = server;
  const reply = DNS_REPLIES.includes(behaviour ?? '') ? (behaviour as NameBehaviour['reply']) : undefined;
  if (reply === undefined && server.dns === undefined) return null;
  return { ...(reply === undefined ? {} : { reply }), ...server.dns };
}

/** The host behind a server's name: NodeInfo 2.0 as its software would say it, and the routes of its own. */
export function hostOf(server: ModelServer): HttpsHost {
  const slow = server.behaviour === 'slow' ? SLOW_MS : undefined;
  const delayMs = server.delayMs ?? slow;
  const robots: Routes = server.robots === undefined ? {} : { '/robots.txt': text(server.robots) };
  const nodeinfo =
    server.behaviour === 'no-nodeinfo' || server.software === undefined ? {} : nodeInfo(server);
  return {
    routes: { ...nodeinfo, ...robots, ...server.routes },
    handshake: HANDSHAKES[server.behaviour ?? 'ok'] ?? 'good',
    ...(server.headers === undefined ? {} : { headers: server.headers }),
    ...(delayMs === undefined ? {} : { delayMs }),
    ...(server.group === undefined ? {} : { group: server.group }),
  };
}

/** NodeInfo's two documents (nodeinfo.diaspora.software/protocol and /ns/schema/2.0). */
function nodeInfo(server: ModelServer): Routes {
  const { users } = server;
  const active = users?.activeMonth === undefined ? {} : { activeMonth: users.activeMonth };
  return {
    '/.well-known/nodeinfo': json({
      links: [
        {
          rel: 'http://nodeinfo.diaspora.software/ns/schema/2.0',
          href: `https://${server.domain}/nodeinfo/2.0`,
        },
      ],
    }),
    '/nodeinfo/2.0': json({
      version: '2.0',
      software: { name: server.software, version: server.version ?? '4.4.0' },
      protocols: ['activitypub'],
      services: { inbound: [], outbound: [] },
      openRegistrations: true,
      usage: { users: users === undefined ? {} : { total: users.total, ...active } },
      metadata: {},
    }),
  };
}

/** The name below which an address has its PTR record (RFC 1035, 3.5; RFC 3596, 2.5). */
export function reverseName(ip: string): string {
  if (!ip.includes(':')) return `${ip.split('.').reverse().join('.')}.in-addr.arpa`;
  const [head = '', tail] = ip.toLowerCase().split('::');
  const groups = (part: string) => (part === '' ? [] : part.split(':'));
  const left = groups(head);
  const right = tail === undefined ? [] : groups(tail);
  const zeros = Array.from({ length: 8 - left.length - right.length }, () => '0');
  const digits = [...left, ...(tail === undefined ? [] : zeros), ...right].map((group) =>
    group.padStart(4, '0'),
  );
  return `${[...digits.join('')].reverse().join('.')}.ip6.arpa`;
}

function below(prefix: string, domain: string): string {
  return prefix === '' ? domain : `${prefix}.${domain}`;
}
