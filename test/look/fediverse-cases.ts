import type { Located } from '../../src/look/locate.ts';

const FOUND = { status: 'NOERROR', http: 'OK' } as const;
const mastodon = { software: 'mastodon', usersTotal: 90, usersActiveMonth: 30 };

export interface FediverseCase {
  readonly domain: string;
  readonly title: string;
  readonly endpoints: readonly string[];
  readonly expected: Partial<Located>;
  /** Number of requests to all hosts, without robots.txt. */
  readonly requests: number;
}

export const FEDIVERSE_CASES: readonly FediverseCase[] = [
  {
    domain: 'plain.example',
    title: 'the domain itself',
    endpoints: ['plain.example:443'],
    expected: { ...FOUND, cname: [], self: mastodon },
    requests: 2,
  },
  {
    domain: 'alias.example',
    title: 'an alias chain is kept',
    endpoints: ['alias.example:443'],
    expected: { ...FOUND, cname: ['vip.masto.host'], self: mastodon },
    requests: 2,
  },
  {
    domain: 'gone.example',
    title: 'no such domain',
    endpoints: [],
    expected: { status: 'NXDOMAIN', http: 'SKIPPED', self: null },
    requests: 0,
  },
  {
    domain: 'nodata.example',
    title: 'no address',
    endpoints: [],
    expected: { status: 'NODATA', http: 'SKIPPED' },
    requests: 0,
  },
  {
    domain: 'loop.example',
    title: 'an alias loop',
    endpoints: [],
    expected: { status: 'CNAME_LOOP', http: 'SKIPPED' },
    requests: 0,
  },
  {
    domain: 'tls.example',
    title: 'a bad certificate: counted by DNS',
    endpoints: ['tls.example:443'],
    expected: { status: 'NOERROR', http: 'TLS', self: null },
    requests: 0,
  },
  {
    domain: 'linked.example',
    title: 'NodeInfo linked on another host, whose alias chain counts',
    endpoints: ['social.linked.example:443'],
    expected: { ...FOUND, cname: ['c.hoster.example'], self: mastodon },
    requests: 2,
  },
  {
    domain: 'moved.example',
    title: 'well-known files redirected to another host',
    endpoints: ['social.moved.example:443'],
    expected: { ...FOUND, self: { ...mastodon, software: 'gotosocial' } },
    requests: 3,
  },
  {
    domain: 'website.example',
    title: 'served under www.',
    endpoints: ['www.website.example:443'],
    expected: { ...FOUND, self: mastodon },
    requests: 3,
  },
  {
    domain: 'round.example',
    title: 'discovery elsewhere, the document at home',
    endpoints: ['round.example:443'],
    expected: { ...FOUND, self: mastodon },
    requests: 3,
  },
  {
    domain: 'dead-link.example',
    title: 'a link to a host that is not there: no delegation',
    endpoints: ['dead-link.example:443'],
    expected: { status: 'NOERROR', http: 'UNREACHABLE', self: null },
    requests: 1,
  },
  {
    domain: 'inner-link.example',
    title: 'a link to a private host: no delegation',
    endpoints: ['inner-link.example:443'],
    expected: { status: 'NOERROR', http: 'NOT_PUBLIC', self: null },
    requests: 1,
  },
  {
    domain: 'shut-link.example',
    title: 'a link to a host that does not answer: delegated, and silent',
    endpoints: ['slow-to-answer.shut-link.example:443'],
    expected: { status: 'NOERROR', http: 'UNREACHABLE', self: null },
    requests: 1,
  },
  {
    domain: 'meta.example',
    title: 'host-meta names another host',
    endpoints: ['pleroma.meta.example:443'],
    expected: { status: 'NOERROR', http: 'STATUS', self: null },
    requests: 2,
  },
  {
    domain: 'meta-moved.example',
    title: 'host-meta redirected to another host',
    endpoints: ['pleroma.meta-moved.example:443'],
    expected: { http: 'BAD_BODY' },
    requests: 3,
  },
  {
    domain: 'meta-own.example',
    title: 'host-meta names the domain itself',
    endpoints: ['meta-own.example:443'],
    expected: { http: 'STATUS' },
    requests: 3,
  },
  {
    domain: 'meta-html.example',
    title: 'host-meta is a web page',
    endpoints: ['meta-html.example:443'],
    expected: { http: 'STATUS' },
    requests: 3,
  },
  {
    domain: 'meta-dead.example',
    title: 'host-meta names a host that is not there',
    endpoints: ['meta-dead.example:443'],
    expected: { status: 'NOERROR' },
    requests: 2,
  },
  {
    domain: 'finger.example',
    title: 'WebFinger redirected to another host',
    endpoints: ['mastodon.finger.example:443'],
    expected: { status: 'NOERROR', self: null },
    requests: 4,
  },
  {
    domain: 'finger-own.example',
    title: 'WebFinger at home names an actor elsewhere',
    endpoints: ['plain.example:443'],
    expected: { status: 'NOERROR', self: null },
    requests: 3,
  },
  {
    domain: 'finger-person.example',
    title: 'WebFinger redirected to a person: no delegation',
    endpoints: ['finger-person.example:443'],
    expected: { http: 'STATUS' },
    requests: 3,
  },
  {
    domain: 'nothing.example',
    title: 'nothing known',
    endpoints: ['nothing.example:443'],
    expected: { http: 'STATUS', self: null },
    requests: 3,
  },
  {
    domain: 'failing.example',
    title: 'a server in trouble is asked no more',
    endpoints: ['failing.example:443'],
    expected: { http: 'STATUS' },
    requests: 1,
  },
  {
    domain: 'shy.example',
    title: 'robots.txt forbids it',
    endpoints: ['shy.example:443'],
    expected: { http: 'ROBOTS', self: null },
    requests: 0,
  },
  {
    domain: 'person.example',
    title: "a person's domain redirected to a big server has nothing of what that says of itself",
    endpoints: ['big.example:443'],
    expected: { ...FOUND, self: null, isForeign: true },
    requests: 4,
  },
  {
    domain: 'company.example',
    title: 'served under another domain that says so',
    endpoints: ['served.test:443'],
    expected: { ...FOUND, self: mastodon },
    requests: 4,
  },
  {
    domain: 'club.example',
    title: 'served under another domain that does not say so',
    endpoints: ['silent.test:443'],
    expected: { ...FOUND, self: null, isForeign: true },
    requests: 4,
  },
  {
    domain: 'odd.example',
    title: 'served under another domain that tells nonsense',
    endpoints: ['odd.test:443'],
    expected: { ...FOUND, self: null, isForeign: true },
    requests: 3,
  },
];
