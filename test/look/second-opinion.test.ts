import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSecondOpinions } from '../../src/look/second-opinion.ts';
import { keycdnUserAgent } from '../../src/look/second-opinion-keycdn.ts';
import type { SecondOpinion } from '../../src/look/second-opinion-shape.ts';
import { createHttp } from '../../src/net/http/client.ts';
import type { Http } from '../../src/net/http/http.ts';
import { startWorld, type World } from '../kit/model-clients.ts';
import type { ZoneRecord } from '../model-internet/dns/zone.ts';
import { json, type Route, text } from '../model-internet/https/routes.ts';

const HETZNER = '116.203.1.1';
const SIX = '2a01:4f8::1';
const SIX_NAME = `${'1.'.padEnd(48, '0.')}8.f.4.0.1.0.a.2.origin6.asn.cymru.com`;

const txt = (name: string, ...texts: string[]): ZoneRecord[] =>
  texts.map((data) => ({ name, type: 'TXT', data }));
const origin = (reversed: string, ...texts: string[]) => txt(`${reversed}.origin.asn.cymru.com`, ...texts);

const RECORDS: readonly ZoneRecord[] = [
  ...origin(
    '1.1.203.116',
    '24940 | 116.202.0.0/15 | DE | ripencc | 2018-07-13',
    '24940 | 116.203.0.0/16 | DE | ripencc | 2018-07-13',
  ),
  ...txt(SIX_NAME, '24940 | 2a01:4f8::/32 | DE | ripencc | 2009-10-01'),
  ...txt('as24940.asn.cymru.com', '24940 | DE | ripencc | 2002-06-03 | HETZNER-AS, DE'),
  ...origin('1.1.16.104', '13335 14789 | 104.16.0.0/12 | US | arin | 2014-03-28'),
  ...origin('4.4.8.8', 'you have been noticed'),
  ...origin('8.8.8.8', '15169 | 8.8.8.0/24 |  | arin | '),
  ...txt('as15169.asn.cymru.com', '15169 | US | arin | 2000-03-30 | \u202eGOO\u0007GLE | and a bar'),
];

const geo = (fields: Record<string, unknown>): Route =>
  json({ status: 'success', description: 'Data successfully received.', data: { geo: fields } });
const KEYCDN: Readonly<Record<string, Route>> = {
  [HETZNER]: geo({ host: HETZNER, asn: 24940, isp: 'Hetzner Online GmbH', country_code: 'DE', city: null }),
  '104.16.1.1': geo({ asn: '13335', isp: 7, country_code: 'Canada', city: 'To\u202eronto' }),
  '8.8.8.8': geo({ asn: null, isp: null, country_code: null, city: null }),
  '8.8.4.4': json({ status: 'error', description: 'Invalid host.' }),
  '151.101.1.1': text('<html>Blocked'),
  '133.242.1.1': { kind: 'reply', status: 429, body: '' },
  '51.15.1.1': json({ status: 'success', data: { geo: { isp: 'x'.repeat(40_000) } } }),
};

let world: World;
let http: Http;
const openHttp = () =>
  createHttp({
    dns: world.dns,
    userAgent: keycdnUserAgent('https://whohosts.example'),
    concurrency: 1,
    connectTo: world.internet.httpsServer,
  });
beforeAll(async () => {
  const routes = Object.fromEntries(
    Object.entries(KEYCDN).map(([ip, route]) => [`/geo.json?host=${ip}`, route]),
  );
  world = await startWorld(
    [{ domain: 'tools.keycdn.com', ip: '185.172.148.128', robots: 'User-agent: *\nDisallow: /\n', routes }],
    RECORDS,
  );
  http = openHttp();
});
afterAll(async () => {
  await http.close();
  await world.stop();
});

async function ask(...addresses: string[]): Promise<readonly SecondOpinion[]> {
  return createSecondOpinions({ dns: world.dns, keycdn: http, pauseMs: 0 })(addresses);
}
const of = (opinions: readonly SecondOpinion[], source: SecondOpinion['source']) =>
  opinions.find((opinion) => opinion.source === source);

describe('second opinions', () => {
  it('come from both services, with the most specific prefix', async () => {
    expect(await ask(HETZNER)).toEqual([
      {
        source: 'team-cymru',
        address: HETZNER,
        status: 'OK',
        asns: [24940],
        asName: 'HETZNER-AS, DE',
        prefix: '116.203.0.0/16',
        country: 'DE',
        city: null,
        holder: null,
        detail: null,
      },
      {
        source: 'keycdn',
        address: HETZNER,
        status: 'OK',
        asns: [24940],
        asName: 'Hetzner Online GmbH',
        prefix: null,
        country: 'DE',
        city: null,
        holder: null,
        detail: null,
      },
    ]);
  });

  it('tell KeyCDN the website, as it requires', async () => {
    await ask(HETZNER);
    const agents = world.internet.https
      .requests('tools.keycdn.com')
      .map(({ headers }) => headers['user-agent']);
    expect(new Set(agents)).toEqual(new Set(['keycdn-tools:https://whohosts.example']));
  });

  it('support IPv6', async () => {
    expect(of(await ask(SIX), 'team-cymru')).toMatchObject({
      status: 'OK',
      asns: [24940],
      prefix: '2a01:4f8::/32',
    });
  });

  it('support addresses that several AS announce, and missing names', async () => {
    expect(of(await ask('104.16.1.1'), 'team-cymru')).toMatchObject({ asns: [13335, 14789], asName: null });
  });

  it.each([
    ['9.9.9.9', 'team-cymru', { status: 'NONE' }],
    ['8.8.4.4', 'team-cymru', { status: 'FAILED', detail: 'the answer has an unexpected format' }],
    ['8.8.8.8', 'team-cymru', { status: 'OK', country: null, asName: 'GOOGLE | and a bar' }],
    ['104.16.1.1', 'keycdn', { status: 'OK', asns: [], asName: null, country: null, city: 'Toronto' }],
    ['8.8.8.8', 'keycdn', { status: 'NONE' }],
    ['8.8.4.4', 'keycdn', { status: 'FAILED', detail: 'the answer has an unexpected format' }],
    ['151.101.1.1', 'keycdn', { status: 'FAILED', detail: 'the answer has an unexpected format' }],
    ['133.242.1.1', 'keycdn', { status: 'FAILED', detail: 'STATUS, HTTP 429' }],
    ['51.15.1.1', 'keycdn', { status: 'FAILED', detail: expect.stringContaining('TOO_LARGE') }],
    ['9.9.9.9', 'keycdn', { status: 'FAILED', detail: 'STATUS, HTTP 404' }],
  ] as const)('of %s by %s', async (address, source, expected) => {
    expect(of(await ask(address), source)).toMatchObject({ address, source, ...expected });
  });

  it('are not requested for private addresses, or for more than a few', async () => {
    expect(await ask('10.0.0.1', '::1', 'no address', '192.0.2.1')).toEqual([]);
    const many = Array.from({ length: 50 }, (_, index) => `9.9.9.${index + 1}`);
    expect((await ask(...many)).length).toBe(8);
  });

  it('skip KeyCDN if there is no website to name', async () => {
    const opinions = await createSecondOpinions({ dns: world.dns, keycdn: null })([HETZNER]);
    expect(opinions.map(({ status }) => status)).toEqual(['OK', 'SKIPPED']);
    expect(of(opinions, 'keycdn')?.detail).toContain('PUBLIC_URL');
  });

  it('are data even if no service answers', async () => {
    world.internet.dns.zone.behave('asn.cymru.com', { reply: 'servfail' });
    world.internet.change('tools.keycdn.com', { behaviour: 'reset' });
    // A client of its own: an open connection could still be used.
    const keycdn = openHttp();
    const opinions = await createSecondOpinions({ dns: world.dns, keycdn })(['9.9.9.10']);
    await keycdn.close();
    world.internet.change('tools.keycdn.com', { behaviour: 'ok' });
    world.internet.dns.zone.behave('asn.cymru.com', null);
    expect(opinions).toMatchObject([
      { status: 'FAILED', detail: 'DNS: SERVFAIL' },
      { status: 'FAILED', detail: expect.stringMatching(/^(UNREACHABLE|TLS)/) },
    ]);
  });

  it('never fail on what the services send', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 200 }), fc.jsonValue(), async (line, value) => {
        const record: ZoneRecord = { name: '7.7.7.7.origin.asn.cymru.com', type: 'TXT', data: line };
        world.internet.dns.zone.add(record);
        world.internet.change('tools.keycdn.com', {
          routes: {
            '/geo.json?host=7.7.7.7': geo({ asn: value, isp: value, country_code: value, city: value }),
          },
        });
        const opinions = await ask('7.7.7.7');
        world.internet.dns.zone.remove(record);
        expect(opinions.map(({ source }) => source)).toEqual(['team-cymru', 'keycdn']);
        for (const { asns, country } of opinions) {
          expect(asns.every((asn) => Number.isSafeInteger(asn))).toBe(true);
          expect(country === null || /^[A-Z]{2}$/.test(country)).toBe(true);
        }
      }),
      { numRuns: 50 },
    );
  });
});
