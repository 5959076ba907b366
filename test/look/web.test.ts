import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { locateWeb } from '../../src/look/web.ts';
import type { Domain } from '../../src/model/domain.ts';
import { startWorld, type World } from '../kit/model-clients.ts';
import { NEVER_ASKED, places } from './cases.ts';

let world: World;

beforeAll(async () => {
  const here = { '': ['here'] };
  world = await startWorld([
    { domain: 'own.example', ip: '116.203.0.1', ipv6: '2a01:4f8::1' },
    { domain: 'www.own.example', ip: '116.203.0.9' },
    { domain: 'bare.example', txt: here },
    { domain: 'www.bare.example', ip: '116.203.0.2', cname: 'cdn.example' },
    { domain: 'mail.example', txt: here },
    { domain: 'empty.example', txt: here },
    { domain: 'www.empty.example', behaviour: 'nodata' },
    { domain: 'half.example', txt: here },
    { domain: 'www.half.example', behaviour: 'servfail' },
    { domain: 'broken.example', behaviour: 'servfail' },
    { domain: 'loop.example', behaviour: 'cname-loop' },
  ]);
});

afterAll(async () => {
  await world.stop();
});

describe('an ordinary website', () => {
  it.each([
    ['own.example', 'NOERROR', ['own.example:443'], []],
    ['www.own.example', 'NOERROR', ['www.own.example:443'], []],
    ['bare.example', 'NOERROR', ['www.bare.example:443'], ['cdn.example']],
    ['mail.example', 'NODATA', [], []],
    ['empty.example', 'NODATA', [], []],
    ['half.example', 'SERVFAIL', [], []],
    ['gone.example', 'NXDOMAIN', [], []],
    ['broken.example', 'SERVFAIL', [], []],
    ['loop.example', 'CNAME_LOOP', [], ['loop.loop.example']],
    [`${'long.'.repeat(49)}example`, 'NXDOMAIN', [], []],
  ])('%s: %s %j', async (domain, status, expected, cname) => {
    const located = await locateWeb(domain as Domain, { dns: world.dns, http: world.http }, NEVER_ASKED);
    expect(located).toMatchObject({ status, cname, http: 'SKIPPED', self: null });
    expect(places(located.endpoints)).toEqual(expected);
  });

  it('has both address families, and only its own addresses if it has any', async () => {
    const [endpoint] = (await locateWeb('own.example' as Domain, world, NEVER_ASKED)).endpoints;
    expect(endpoint?.addresses).toEqual(['116.203.0.1', '2a01:4f8::1']);
  });

  it('gets no HTTP request, and no query for www. if the domain has addresses or does not exist', () => {
    expect(world.internet.https.requests()).toEqual([]);
    const names = new Set(world.internet.dns.queries().map(({ name }) => name));
    expect(names).toContain('www.mail.example');
    expect(names).not.toContain('www.gone.example');
    expect(names).not.toContain('www.broken.example');
    expect(names).not.toContain('www.www.own.example');
  });
});
