import type { DnsStatus } from '../../src/model/observation.ts';
import type { ModelServer } from '../model-internet/networks/server.ts';
import type { SrvLine } from './cases.ts';

export interface XmppCase {
  readonly title: string;
  readonly srv?: Readonly<Record<string, readonly SrvLine[]>>;
  /** The domain itself. It has an address unless a case says otherwise. */
  readonly server?: Partial<ModelServer>;
  /** Names of services that time out (`silent`) or fail (`failing`). */
  readonly silent?: readonly string[];
  readonly failing?: readonly string[];
  /** `host:port`, `@` for the domain. */
  readonly expected: readonly string[];
  readonly status?: DnsStatus;
  /** Of the first endpoint. */
  readonly addresses?: readonly string[];
}

const SERVER = '_xmpp-server._tcp';
const SERVERS = '_xmpps-server._tcp';
const CLIENT = '_xmpp-client._tcp';
const CLIENTS = '_xmpps-client._tcp';

export const XMPP_CASES: readonly XmppCase[] = [
  { title: 'no SRV at all: its own addresses at 5269 (RFC 6120, 3.2.2)', expected: ['@:5269'] },
  {
    title: 'one target',
    srv: { [SERVER]: ['5 0 5269 a.hosts.example'] },
    expected: ['a.hosts.example:5269'],
  },
  {
    title: 'the domain itself as target, on another port',
    srv: { [SERVER]: ['0 0 443 @'] },
    expected: ['@:443'],
  },
  {
    title: 'direct TLS alone',
    srv: { [SERVERS]: ['5 0 5270 a.hosts.example'] },
    expected: ['a.hosts.example:5270'],
  },
  {
    title: 'lowest priority first, whatever the order of records',
    srv: {
      [SERVER]: ['30 0 5269 c.hosts.example', '10 0 5269 a.hosts.example', '20 0 5269 b.hosts.example'],
    },
    expected: ['a.hosts.example:5269'],
  },
  {
    title: 'all targets of one priority, the heaviest first',
    srv: {
      [SERVER]: ['1 10 5269 a.hosts.example', '1 60 5269 b.hosts.example', '1 30 5269 c.hosts.example'],
    },
    expected: ['b.hosts.example:5269', 'c.hosts.example:5269', 'a.hosts.example:5269'],
  },
  {
    title: 'weight zero is last, and counts',
    srv: { [SERVER]: ['1 0 5269 a.hosts.example', '1 1 5269 b.hosts.example'] },
    expected: ['b.hosts.example:5269', 'a.hosts.example:5269'],
  },
  {
    title: 'equal weights by name, so that two scans agree',
    srv: { [SERVER]: ['1 5 5269 c.hosts.example', '1 5 5269 a.hosts.example'] },
    expected: ['a.hosts.example:5269', 'c.hosts.example:5269'],
  },
  {
    title: 'a heavy target of a worse priority stays behind',
    srv: { [SERVER]: ['1 0 5269 a.hosts.example', '2 65535 5269 b.hosts.example'] },
    expected: ['a.hosts.example:5269'],
  },
  {
    title: 'both kinds mixed: direct TLS wins by priority (XEP-0368, 3)',
    srv: { [SERVERS]: ['1 0 5270 a.hosts.example'], [SERVER]: ['2 0 5269 b.hosts.example'] },
    expected: ['a.hosts.example:5270'],
  },
  {
    title: 'both kinds mixed: STARTTLS wins by priority',
    srv: { [SERVERS]: ['9 0 5270 a.hosts.example'], [SERVER]: ['2 0 5269 b.hosts.example'] },
    expected: ['b.hosts.example:5269'],
  },
  {
    title: 'both kinds mixed in one priority by weight',
    srv: { [SERVERS]: ['1 10 5270 a.hosts.example'], [SERVER]: ['1 20 5269 b.hosts.example'] },
    expected: ['b.hosts.example:5269', 'a.hosts.example:5270'],
  },
  {
    title: 'one host on two ports is one endpoint',
    srv: { [SERVERS]: ['1 20 5270 a.hosts.example'], [SERVER]: ['1 10 5269 a.hosts.example'] },
    expected: ['a.hosts.example:5270'],
  },
  {
    title: 'target ".": decidedly not available (RFC 2782)',
    srv: { [SERVER]: ['0 0 0 .'] },
    expected: [],
    status: 'NODATA',
  },
  {
    title: 'no direct TLS ("."), but STARTTLS (XEP-0368, 5)',
    srv: { [SERVERS]: ['0 0 0 .'], [SERVER]: ['5 0 5269 a.hosts.example'] },
    expected: ['a.hosts.example:5269'],
  },
  {
    title: 'no direct TLS (".") and no other record: no fallback to addresses',
    srv: { [SERVERS]: ['0 0 0 .'] },
    expected: [],
    status: 'NODATA',
  },
  {
    title: 'no federation ("."), but users have a server',
    srv: { [SERVER]: ['0 0 0 .'], [CLIENT]: ['5 0 5222 a.hosts.example'] },
    expected: ['a.hosts.example:5222'],
  },
  {
    title: 'everything "."',
    srv: { [SERVER]: ['0 0 0 .'], [SERVERS]: ['0 0 0 .'], [CLIENT]: ['0 0 0 .'], [CLIENTS]: ['0 0 0 .'] },
    expected: [],
    status: 'NODATA',
  },
  {
    title: 'a "." among real targets is passed over',
    srv: { [SERVER]: ['0 0 0 .', '5 0 5269 a.hosts.example'] },
    expected: ['a.hosts.example:5269'],
  },
  {
    title: 'records for clients where there is none for servers',
    srv: { [CLIENT]: ['5 0 5222 a.hosts.example'] },
    expected: ['a.hosts.example:5222'],
  },
  {
    title: 'records for clients, both kinds mixed',
    srv: { [CLIENTS]: ['1 0 443 b.hosts.example'], [CLIENT]: ['5 0 5222 a.hosts.example'] },
    expected: ['b.hosts.example:443'],
  },
  {
    title: 'records for servers come before those for clients',
    srv: { [SERVER]: ['50 0 5269 a.hosts.example'], [CLIENT]: ['0 0 5222 b.hosts.example'] },
    expected: ['a.hosts.example:5269'],
  },
  {
    title: 'a dead best target: the next priority serves',
    srv: { [SERVER]: ['1 0 5269 gone.hosts.example', '2 0 5269 b.hosts.example'] },
    expected: ['b.hosts.example:5269'],
  },
  {
    title: 'a dead target beside a live one of the same priority',
    srv: {
      [SERVER]: ['1 9 5269 gone.hosts.example', '1 1 5269 b.hosts.example', '2 0 5269 c.hosts.example'],
    },
    expected: ['b.hosts.example:5269'],
  },
  {
    title: 'all targets dead: no fallback (RFC 6120, 3.2.1, step 9)',
    srv: { [SERVER]: ['1 0 5269 gone.hosts.example', '2 0 5269 empty.hosts.example'] },
    expected: [],
    status: 'NXDOMAIN',
  },
  {
    title: 'a target without address',
    srv: { [SERVER]: ['1 0 5269 empty.hosts.example'] },
    expected: [],
    status: 'NODATA',
  },
  {
    title: 'a target that fails',
    srv: { [SERVER]: ['1 0 5269 broken.hosts.example'] },
    expected: [],
    status: 'SERVFAIL',
  },
  {
    title: 'a target in a CNAME loop',
    srv: { [SERVER]: ['1 0 5269 loop.hosts.example'] },
    expected: [],
    status: 'CNAME_LOOP',
  },
  {
    title: 'a target behind too long a chain',
    srv: { [SERVER]: ['1 0 5269 long.hosts.example'] },
    expected: [],
    status: 'CNAME_CHAIN_TOO_LONG',
  },
  {
    title: 'a target that is an address is no name (RFC 2782)',
    srv: { [SERVER]: ['1 0 5269 116.203.0.11'] },
    expected: [],
    status: 'NODATA',
  },
  {
    title: 'a target with both families',
    srv: { [SERVER]: ['1 0 5269 both.hosts.example'] },
    expected: ['both.hosts.example:5269'],
    addresses: ['116.203.0.14', '2a01:4f8::14'],
  },
  { title: 'port 0', srv: { [SERVER]: ['1 0 0 a.hosts.example'] }, expected: [], status: 'NODATA' },
  {
    title: 'a target with IPv6 alone',
    srv: { [SERVER]: ['1 0 5269 six.hosts.example'] },
    expected: ['six.hosts.example:5269'],
  },
  {
    title: 'a domain without any address of its own',
    server: { ip: [] },
    srv: { [SERVER]: ['1 0 5269 a.hosts.example'] },
    expected: ['a.hosts.example:5269'],
  },
  {
    title: 'neither SRV nor address',
    server: { ip: [], txt: { '': ['here'] } },
    expected: [],
    status: 'NODATA',
  },
  { title: 'no such domain', server: { behaviour: 'nxdomain' }, expected: [], status: 'NXDOMAIN' },
  { title: 'DNS fails for all of it', server: { behaviour: 'servfail' }, expected: [], status: 'SERVFAIL' },
  { title: 'DNS refuses', server: { behaviour: 'refused' }, expected: [], status: 'REFUSED' },
  { title: 'SRV fails: not the website instead', failing: [SERVER], expected: [], status: 'SERVFAIL' },
  { title: 'SRV times out: not the website instead', silent: [SERVER], expected: [], status: 'TIMEOUT' },
  {
    title: 'one of the two fails: the other alone may be half of the service',
    failing: [SERVERS],
    srv: { [SERVER]: ['1 0 5269 a.hosts.example'] },
    expected: [],
    status: 'SERVFAIL',
  },
  {
    title: 'the domain is an alias without SRV',
    server: { cname: 'b2.hosts.example' },
    expected: ['@:5269'],
  },
  {
    title: 'twelve targets: eight are looked at',
    srv: { [SERVER]: Array.from({ length: 12 }, (_, at) => `1 ${100 - at} 5269 n${at}.hosts.example`) },
    expected: Array.from({ length: 8 }, (_, at) => `n${at}.hosts.example:5269`),
  },
];
