import type { Endpoint } from '../../src/model/observation.ts';
import type { SrvTarget, ZoneRecord } from '../model-internet/dns/zone.ts';
import type { ModelServer } from '../model-internet/networks/server.ts';

/** `priority weight port target`, as in a zone file; `@` is the domain itself. */
export type SrvLine = string;

export function srv(line: SrvLine, domain: string): SrvTarget {
  const [priority, weight, port, target = ''] = line.split(' ');
  return {
    priority: Number(priority),
    weight: Number(weight),
    port: Number(port),
    target: target.replace('@', domain),
  };
}

export function srvOf(
  lines: Readonly<Record<string, readonly SrvLine[]>>,
  domain: string,
): Record<string, readonly SrvTarget[]> {
  return Object.fromEntries(
    Object.entries(lines).map(([name, targets]) => [name, targets.map((line) => srv(line, domain))]),
  );
}

/** Hosts that the cases point at, with their addresses. */
export const HOSTS: readonly ModelServer[] = [
  { domain: 'a.hosts.example', ip: '116.203.0.11' },
  { domain: 'b.hosts.example', ip: '116.203.0.12' },
  { domain: 'c.hosts.example', ip: '116.203.0.13' },
  { domain: 'both.hosts.example', ip: '116.203.0.14', ipv6: '2a01:4f8::14' },
  { domain: 'six.hosts.example', ipv6: '2a01:4f8::15' },
  { domain: 'alias.hosts.example', cname: ['middle.hosts.example', 'end.hosts.example'], ip: '116.203.0.16' },
  { domain: 'loop.hosts.example', behaviour: 'cname-loop' },
  { domain: 'empty.hosts.example', behaviour: 'nodata' },
  { domain: 'broken.hosts.example', behaviour: 'servfail' },
  ...Array.from({ length: 12 }, (_, at) => ({ domain: `n${at}.hosts.example`, ip: `116.203.1.${at + 1}` })),
];

/** A chain with one CNAME more than is followed. */
export const LONG_CHAIN: readonly ZoneRecord[] = [
  { name: 'long.hosts.example', type: 'CNAME', data: 'l1.hosts.example' },
  ...Array.from({ length: 8 }, (_, at) => ({
    name: `l${at + 1}.hosts.example`,
    type: 'CNAME' as const,
    data: `l${at + 2}.hosts.example`,
  })),
  { name: 'l9.hosts.example', type: 'A', data: '116.203.0.17' },
];

export function places(endpoints: readonly Endpoint[]): string[] {
  return endpoints.map(({ host, port }) => `${host}:${port}`);
}

/** Hints for a domain that is not known yet. */
export const NEVER_ASKED = { lastKnown: null, now: new Date('2026-01-05T03:00:00.000Z') };
