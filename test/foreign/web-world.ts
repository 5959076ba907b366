import { createServer } from 'node:net';
import { expect } from 'vitest';
import type { Report } from '../../src/report/report-shape.ts';
import { startDnsServer } from '../model-internet/dns/server.ts';
import { createZone, type Zone } from '../model-internet/dns/zone.ts';
import { type Authority, createAuthority } from '../model-internet/https/authority.ts';
import { openProduct } from '../model-internet/product.ts';
import { freePort } from './programs.ts';
import type { WebHost } from './web-server.ts';

const REL = 'http://nodeinfo.diaspora.software/ns/schema/2.0';
/** A discovery document that names the NodeInfo of a host. */
export const discovery = (host: string): string =>
  JSON.stringify({ links: [{ rel: REL, href: `https://${host}/nodeinfo/2.0` }] });
export const NODEINFO = JSON.stringify({
  version: '2.0',
  software: { name: 'mastodon', version: '4.5.0' },
  usage: { users: { total: 90, activeMonth: 30 } },
});
/** Any host may send it. */
export const RELATIVE_DISCOVERY = JSON.stringify({ links: [{ rel: REL, href: '/nodeinfo/2.0' }] });

/** A host as an admin sets it up, and what is to be found there. */
export interface HostCase extends WebHost {
  readonly http: string;
  readonly software?: string;
  readonly endpoint?: string;
}

/** A host whose NodeInfo is found. */
export const found = (name: string, ...lines: readonly string[]): HostCase => ({
  name: `${name}.example`,
  lines,
  http: 'OK',
  software: 'mastodon',
});

/** A host at which the look ends with this status. */
export const failing = (name: string, http: string, ...lines: readonly string[]): HostCase => ({
  name: `${name}.example`,
  lines,
  http,
});

/** Of a domain's website (Hetzner), and of the service that it delegates to (OVHcloud). */
const WEBSITE = '116.203.7.7';
const SERVICE = '51.68.7.7';

/** The product, with names and certificates of its own, and servers of others that are given to it. */
export interface WebWorld {
  readonly authority: Authority;
  readonly zone: Zone;
  /** A port at which nothing listens, and one at which connections are taken and nothing is said. */
  readonly dead: number;
  readonly silent: number;
  /** Looks up all cases at the server at `address`, and demands what they say. */
  expectFound(cases: readonly HostCase[], address: string): Promise<void>;
  /**
   * Domains that delegate, in three scans of which only the second has `bad` websites: no scan may show a
   * mover, and the third is as the first.
   */
  expectNoMovers(week: BadWeek): Promise<void>;
  discard(): Promise<void>;
}

export interface BadWeek {
  readonly network: 'fediverse' | 'matrix';
  readonly bad: readonly WebHost[];
  /** Both start the server anew, and give its address. */
  readonly sound: (names: readonly string[]) => Promise<string>;
  readonly failing: (bad: readonly WebHost[]) => Promise<string>;
}

/** Where a domain of a network delegates to. */
export const delegateOf = (network: BadWeek['network'], name: string): string =>
  `${network === 'matrix' ? 'hs' : 'social'}.${name}`;

export async function openWebWorld(): Promise<WebWorld> {
  const zone = createZone();
  const authority = await createAuthority();
  const dns = await startDnsServer({ zone });
  const point = (name: string, data: string) => zone.add({ name, type: 'A', data });
  point('example.com', '93.184.215.14');
  point('unknown.example', WEBSITE);
  const dead = await freePort();
  const silentServer = createServer((socket) => socket.on('error', () => undefined)).listen(0, '127.0.0.1');
  await new Promise((resolve) => silentServer.once('listening', resolve));
  const { port: silent } = silentServer.address() as { readonly port: number };
  const product = await openProduct();
  const environment = (address: string) => ({
    DNS_SERVERS: dns.address,
    CONNECT_TO: address,
    NODE_EXTRA_CA_CERTS: authority.caFile,
  });

  return {
    authority,
    zone,
    dead,
    silent,
    async expectFound(cases, address) {
      for (const { name } of cases) point(name, WEBSITE);
      for (const { name, endpoint = name } of cases) if (endpoint !== name) point(endpoint, SERVICE);
      const names = [...cases.map(({ name }) => name), 'unknown.example'];
      const ran = await product.run(['lookup', ...names, '--json'], { environment: environment(address) });
      const found = JSON.parse(ran.stdout) as {
        readonly domain: string;
        readonly http: string;
        readonly software: string | null;
        readonly endpoints: readonly { readonly host: string }[];
      }[];
      expect(
        found.map(({ domain, http, software, endpoints }) => [domain, http, software, endpoints[0]?.host]),
      ).toEqual([
        ...cases.map(({ name, http, software = null, endpoint = name }) => [name, http, software, endpoint]),
        ['unknown.example', 'TLS', null, 'unknown.example'],
      ]);
    },
    async expectNoMovers({ network, bad, sound, failing }) {
      const names = bad.map(({ name }) => name);
      for (const name of names) {
        point(name, WEBSITE);
        point(delegateOf(network, name), SERVICE);
      }
      const own = await openProduct();
      const list = await own.write('list.txt', names.join('\n'));
      const scan = async (address: string): Promise<Report> => {
        const ran = await own.run(['scan', network, '--list', list], { environment: environment(address) });
        expect(ran, ran.stderr).toMatchObject({ code: 0 });
        return JSON.parse((await own.run(['report', '--network', network, '--json'])).stdout) as Report;
      };
      const shares = ({ hosters }: Report) => hosters.map(({ id, servers, share }) => [id, servers, share]);
      const first = await scan(await sound(names));
      expect(shares(first)).toEqual([['ovh', names.length, 1]]);
      const during = await scan(await failing(bad));
      const after = await scan(await sound(names));
      expect([during.movers, after.movers]).toEqual([[], []]);
      expect(during.hosters.map(({ id }) => id)).toEqual(['ovh']);
      expect(shares(after)).toEqual(shares(first));
      await own.discard();
    },
    async discard() {
      await product.discard();
      silentServer.close();
      await dns.stop();
      await authority.discard();
    },
  };
}
