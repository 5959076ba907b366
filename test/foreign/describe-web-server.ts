import { afterAll, beforeAll, it } from 'vitest';
import type { Authority } from '../model-internet/https/authority.ts';
import { describeWith, type ForeignProgram } from './programs.ts';
import type { WebHost, WebServer, WebServerOptions } from './web-server.ts';
import { delegateOf, discovery, type HostCase, openWebWorld, type WebWorld } from './web-world.ts';

/** A web server that others wrote, in its own words. */
export interface WebServerUnderTest {
  readonly program: ForeignProgram;
  readonly start: (options: WebServerOptions) => Promise<WebServer>;
  /** Files that its hosts serve. */
  readonly files: (authority: Authority) => Readonly<Record<string, string | Buffer>>;
  /** A website that has one document, and answers 404 to all else. */
  readonly website: (path: string, body: string) => readonly string[];
  /** A server of the fediverse of this name. */
  readonly fediverse: (name: string) => readonly string[];
  /** Hosts as admins set them up. `dead`, `silent`: ports of application servers. */
  readonly cases: (dead: number, silent: number) => readonly HostCase[];
  /** How the website of a domain that delegates fails for a week, while its delegate and DNS are sound. */
  readonly faults: (
    dead: number,
    silent: number,
  ) => Readonly<Record<string, Pick<WebHost, 'lines' | 'leaf'>>>;
}

export function describeWebServer(server: WebServerUnderTest): void {
  describeWith(server.program)(`servers behind ${server.program}`, { timeout: 300_000 }, () => {
    let world: WebWorld;
    let web: WebServer | null = null;
    beforeAll(async () => {
      world = await openWebWorld();
    });
    afterAll(async () => {
      await web?.stop();
      await world?.discard();
    });

    const start = async (hosts: readonly WebHost[]) => {
      await web?.stop();
      const { authority } = world;
      web = await server.start({ authority, hosts, files: server.files(authority) });
      return web.address;
    };
    const delegate = (name: string): WebHost => ({ name, lines: server.fediverse(name) });

    it('are read as they are set up', async () => {
      const all = server.cases(world.dead, world.silent);
      const elsewhere = all.flatMap(({ endpoint }) => endpoint ?? []);
      await world.expectFound(all, await start([...all, ...elsewhere.map(delegate)]));
    });

    it.each(['fediverse', 'matrix'] as const)(
      'that delegate, in the network %s, do not move in a week in which their websites fail in every way',
      async (network) => {
        const bad = Object.entries(server.faults(world.dead, world.silent)).map(([fault, host]) => ({
          name: `${network}-${fault}.example`,
          ...host,
        }));
        const website = (name: string): WebHost => {
          const to = delegateOf(network, name);
          const lines =
            network === 'matrix'
              ? server.website('/.well-known/matrix/server', JSON.stringify({ 'm.server': `${to}:443` }))
              : server.website('/.well-known/nodeinfo', discovery(to));
          return { name, lines };
        };
        const delegates = bad.map(({ name }) => delegate(delegateOf(network, name)));
        await world.expectNoMovers({
          network,
          bad,
          sound: (names) => start([...names.map(website), ...delegates]),
          failing: (hosts) => start([...hosts, ...delegates]),
        });
      },
    );
  });
}
