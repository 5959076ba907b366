import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fetchNodeInfo } from '../../src/look/nodeinfo.ts';
import type { Domain } from '../../src/model/domain.ts';
import { startWorld, type World } from '../kit/model-clients.ts';
import type { ModelServer } from '../model-internet/networks/server.ts';
import { DOCUMENTS, document, FETCH_CASES, link, links } from './nodeinfo-cases.ts';

const domainOf = (at: number) => `f${at}.example` as Domain;

let world: World;

beforeAll(async () => {
  const servers = FETCH_CASES.map(({ discovery, server }, at): ModelServer => {
    const domain = domainOf(at);
    const own =
      discovery?.kind === 'reply' && typeof discovery.body === 'string'
        ? { ...discovery, body: discovery.body.replaceAll(/(https?:\/\/)@/gi, `$1${domain}`) }
        : discovery;
    const routes = Object.entries({ ...DOCUMENTS, ...server?.routes }).map(([path, route]) => [
      path,
      route.kind === 'redirect' ? { ...route, to: route.to.replace('@', domain) } : route,
    ]);
    return {
      ip: `116.203.7.${at + 1}`,
      ...server,
      domain,
      routes: {
        ...Object.fromEntries(routes),
        ...(own === undefined ? {} : { '/.well-known/nodeinfo': own }),
      },
    };
  });
  world = await startWorld([
    ...servers,
    {
      domain: 'other.example',
      ip: '116.203.8.1',
      routes: { '/.well-known/nodeinfo': links(link('2.0', '/n/2.0')), '/n/2.0': document('other') },
    },
    { domain: 'inside.example', ip: '10.0.0.1', routes: { '/n/2.0': document('inside') } },
  ]);
});

afterAll(async () => {
  await world.stop();
});

describe('NodeInfo is fetched', () => {
  it.each(FETCH_CASES.map((found, at) => ({ ...found, index: at })))(
    '$title',
    async ({ index, status, software, at = '@', isMissing = false }) => {
      const domain = domainOf(index);
      const found = await fetchNodeInfo(world.http, domain);
      expect(found.status).toBe(status);
      expect(found.self?.software ?? null).toBe(software ?? null);
      expect(found.at?.host ?? null).toBe(at?.replace('@', domain) ?? null);
      expect(found.isMissing).toBe(isMissing);
      const asked = world.internet.https.requests(domain).filter(({ path }) => path !== '/robots.txt');
      expect(asked.length).toBeLessThan(4);
    },
  );
});
