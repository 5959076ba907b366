import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readHostMeta } from '../../src/look/delegate.ts';
import { locateFediverse } from '../../src/look/fediverse.ts';
import type { Domain } from '../../src/model/domain.ts';
import { startWorld, type World } from '../kit/model-clients.ts';
import { NEVER_ASKED, places } from './cases.ts';
import { FEDIVERSE_CASES } from './fediverse-cases.ts';
import { SERVERS } from './fediverse-servers.ts';

let world: World;

beforeAll(async () => {
  world = await startWorld(SERVERS);
});

afterAll(async () => {
  await world.stop();
});

const asked = () => world.internet.https.requests().filter(({ path }) => path !== '/robots.txt').length;

describe('the fediverse finds its server', () => {
  it.each(FEDIVERSE_CASES)('$domain: $title', async ({ domain, endpoints, expected, requests }) => {
    const before = asked();
    const located = await locateFediverse(domain as Domain, world, NEVER_ASKED);
    expect(places(located.endpoints)).toEqual(endpoints);
    expect(located).toMatchObject(expected);
    expect(asked() - before).toBe(requests);
  });

  it('uses its own addresses in a scan without HTTP', async () => {
    const before = asked();
    const located = await locateFediverse(
      'linked.example' as Domain,
      { dns: world.dns, http: null },
      NEVER_ASKED,
    );
    expect(located).toMatchObject({ http: 'SKIPPED', self: null, cname: ['website.pages.example'] });
    expect(located.endpoints).toEqual([{ host: 'linked.example', port: 443, addresses: ['104.21.0.1'] }]);
    expect(asked()).toBe(before);
  });

  it('counts the delegate alone, never the website', async () => {
    const located = await locateFediverse('linked.example' as Domain, world, NEVER_ASKED);
    expect(located.endpoints.flatMap(({ addresses }) => addresses)).toEqual(['116.203.9.10']);
  });
});

describe('host-meta', () => {
  it.each([
    ['<Link rel="lrdd" template="https://a.example/?r={uri}"/>', 'https://a.example/?r={uri}'],
    ["<Link template='https://a.example/x' rel='lrdd' type='application/json' />", 'https://a.example/x'],
    [
      '<Link\n  type="application/xrd+xml"\n  rel = "lrdd"\n  template="https://a.example/?a=1&amp;r={uri}"></Link>',
      'https://a.example/?a=1&r={uri}',
    ],
    [
      '<Link rel="other" template="https://b.example/"/><Link rel="lrdd" template="https://a.example/"/>',
      'https://a.example/',
    ],
    ['<Link rel="lrdd" href="https://a.example/"/>', null],
    ['<Link rel="lrdd" template="https://a.example/', null],
    [`<Link rel="lrdd" ${' '.repeat(2_000)} template="https://a.example/">`, null],
    ['{"links":[]}', null],
    ['', null],
  ])('%#: %s', (document, expected) => {
    expect(readHostMeta(document)).toBe(expected);
  });
});
