import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { locateMatrix } from '../../src/look/matrix.ts';
import { locateXmpp } from '../../src/look/xmpp.ts';
import type { Domain } from '../../src/model/domain.ts';
import { startWorld, type World } from '../kit/model-clients.ts';
import type { ModelServer } from '../model-internet/networks/server.ts';
import { NEVER_ASKED, places } from './cases.ts';

/** Addresses that are not reachable from the Internet (RFC 6890 and its updates), by kind. */
const ADDRESSES: readonly (readonly [what: string, ip: readonly string[], ipv6: readonly string[]])[] = [
  ['private', ['192.168.1.5'], []],
  ['private, of another block', ['10.0.0.1', '172.16.9.9'], []],
  ['of a shared network', ['100.64.0.1'], []],
  ['loopback', ['127.0.0.1'], ['::1']],
  ['unspecified', ['0.0.0.0'], ['::']],
  ['link-local', ['169.254.169.254'], ['fe80::1']],
  ['documentation', ['192.0.2.1', '203.0.113.9'], ['2001:db8::1']],
  ['multicast', ['224.0.0.1'], ['ff02::1']],
  ['unique local', [], ['fd00::1', 'fc00::1']],
  ['of Yggdrasil', [], ['200::1', '201:1::1']],
  ['private behind NAT64', [], ['64:ff9b::c0a8:105']],
  ['private in 6to4', [], ['2002:c0a8:105::1']],
  ['private in Teredo', [], ['2001:0:7f00:1:0:0:3f57:fefa']],
  ['mapped', [], ['::ffff:10.0.0.1']],
];
const PUBLIC = '51.68.1.2';

const SERVICES = { xmpp: '_xmpp-server._tcp', matrix: '_matrix-fed._tcp' } as const;
const LOCATE = { xmpp: locateXmpp, matrix: locateMatrix } as const;

let world: World;
beforeAll(async () => {
  const servers = ADDRESSES.flatMap(([, ip, ipv6], at): ModelServer[] => {
    const target = (priority: number, name: string) => ({
      ...{ priority, weight: 1, port: 5269 },
      target: `${name}.t${at}.example`,
    });
    const services = (...targets: readonly ReturnType<typeof target>[]) =>
      Object.fromEntries(Object.values(SERVICES).map((service) => [service, targets]));
    return [
      { domain: `shut.t${at}.example`, ip, ipv6 },
      { domain: `open.t${at}.example`, ip: PUBLIC },
      { domain: `half.t${at}.example`, ip: [...ip, PUBLIC], ipv6 },
      { domain: `spare${at}.example`, srv: services(target(0, 'shut'), target(10, 'open')) },
      { domain: `same${at}.example`, srv: services(target(0, 'shut'), target(0, 'open')) },
      { domain: `alone${at}.example`, srv: services(target(0, 'shut')) },
      { domain: `half${at}.example`, srv: services(target(0, 'half'), target(10, 'open')) },
    ];
  });
  world = await startWorld(servers);
});
afterAll(() => world.stop());

describe.each(['xmpp', 'matrix'] as const)('a target of SRV in %s', (network) => {
  const locate = async (domain: string) =>
    LOCATE[network](domain as Domain, { dns: world.dns, http: world.http }, NEVER_ASKED);

  it.each(ADDRESSES.map(([what], at) => [what, at] as const))(
    'that has only an address that is %s is dead',
    async (_what, at) => {
      const open = [`open.t${at}.example:5269`];
      expect(places((await locate(`spare${at}.example`)).endpoints)).toEqual(open);
      expect(places((await locate(`same${at}.example`)).endpoints)).toEqual(open);
      expect(await locate(`alone${at}.example`)).toMatchObject({ status: 'NOT_PUBLIC', endpoints: [] });
      const half = await locate(`half${at}.example`);
      expect(places(half.endpoints)).toEqual([`half.t${at}.example:5269`]);
      expect(half.endpoints[0]?.addresses).toEqual([PUBLIC]);
    },
  );
});
