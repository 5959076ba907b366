import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createRegistrations } from '../../src/look/second-opinion-rdap.ts';
import { parseAddress } from '../../src/model/address.ts';
import { createHttp } from '../../src/net/http/client.ts';
import type { Http } from '../../src/net/http/http.ts';
import { startWorld, type World } from '../kit/model-clients.ts';
import { json, type Route } from '../model-internet/https/routes.ts';

const PUBLIC = '185.172.148.128';
/** A name that must not be in any answer or in the memory. */
const PERSON = 'Erika Mustermann';

const card = (kind: string, name: string) => [
  'vcard',
  [
    ['version', {}, 'text', '4.0'],
    ['fn', {}, 'text', name],
    ['kind', {}, 'text', kind],
    ['adr', { label: `${PERSON}\nStreet 1` }, 'text', ['', '', '', '', '', '', '']],
    ['tel', { type: 'voice' }, 'uri', 'tel:+49.123'],
    ['email', {}, 'text', 'erika@example.net'],
  ],
];
const entity = (roles: readonly string[], kind: string, name: string, more: object = {}) => ({
  ...{ objectClassName: 'entity', handle: 'X', roles, vcardArray: card(kind, name) },
  ...more,
});
const contact = entity(['technical', 'administrative', 'abuse'], 'individual', PERSON);
const network = (entities: readonly unknown[], more: object = {}): Route =>
  json({
    ...{ objectClassName: 'ip network', name: PERSON, handle: 'X', entities },
    remarks: [{ description: [PERSON] }],
    ...more,
  });

/** The same data, arranged as each of the five registries does. */
const SHAPES: readonly (readonly [registry: string, address: string, route: Route, holder: string | null])[] =
  [
    [
      'rdap.db.ripe.net',
      '193.0.0.1',
      network([contact, entity(['registrant'], 'org', 'Example GmbH')], {
        cidr0_cidrs: [{ v4prefix: '193.0.0.0', length: 21 }],
      }),
      'Example GmbH',
    ],
    [
      'rdap.arin.net',
      '198.41.0.1',
      network([entity(['registrant'], 'org', 'Example Inc.', { entities: [contact] })]),
      'Example Inc.',
    ],
    [
      'rdap.apnic.net',
      '1.1.1.1',
      network([entity(['registrant'], 'individual', PERSON), entity(['registrant'], 'org', 'Example KK')]),
      'Example KK',
    ],
    ['rdap.lacnic.net', '200.7.84.1', network([entity(['registrant'], 'individual', PERSON)]), null],
    ['rdap.afrinic.net', '196.1.0.1', network([entity(['registrant'], 'group', PERSON), contact]), null],
  ];
const BLOCKS = ['193.0.0.0/8', '198.0.0.0/8', '1.0.0.0/8', '200.0.0.0/8', '196.0.0.0/8'];

const openHttp = () =>
  createHttp({
    ...{ dns: world.dns, userAgent: 'whohosts', concurrency: 4 },
    connectTo: world.internet.httpsServer,
  });
let world: World;
let http: Http;
let memory: Map<string, string>;
let now: Date;

beforeAll(async () => {
  const services = SHAPES.map(([registry], at) => [
    [BLOCKS[at]],
    [`http://${registry}/`, `https://${registry}/`],
  ]);
  world = await startWorld([
    { domain: 'data.iana.org', ip: PUBLIC, routes: { '/rdap/ipv4.json': json({ services }) } },
    ...SHAPES.map(([domain, address, route]) => ({
      domain,
      ip: PUBLIC,
      routes: { [`/ip/${address}`]: route },
    })),
  ]);
  http = openHttp();
});
afterAll(async () => {
  await http.close();
  await world.stop();
});
beforeEach(() => {
  memory = new Map();
  now = new Date('2026-11-26T12:00:00Z');
});

function ask(text: string, by = http) {
  const address = parseAddress(text);
  if (address === null) throw new Error(text);
  return createRegistrations({
    http: by,
    memory: { get: (key) => memory.get(key) ?? null, set: (key, value) => void memory.set(key, value) },
    now: () => now,
  })(address);
}
const askedOf = (registry: string) =>
  world.internet.https.requests(registry).filter(({ path }) => path.startsWith('/ip/')).length;
const later = (days: number) => {
  now = new Date(now.getTime() + days * 24 * 3_600_000);
};

describe('what a registry says about an address', () => {
  it.each(SHAPES)('%s: the organisation, and no person', async (_registry, address, _route, holder) => {
    const opinion = await ask(address);
    expect(opinion).toMatchObject(holder === null ? { status: 'NONE', holder } : { status: 'OK', holder });
    expect(JSON.stringify([opinion, ...memory])).not.toMatch(/Erika|\+49|Street/);
  });

  it('includes the block', async () => {
    expect((await ask('193.0.0.1')).prefix).toBe('193.0.0.0/21');
  });

  it('is queried once in 90 days', async () => {
    const before = askedOf('rdap.db.ripe.net');
    await ask('193.0.0.1');
    later(89);
    expect(await ask('193.0.0.1')).toMatchObject({ holder: 'Example GmbH' });
    expect(askedOf('rdap.db.ripe.net') - before).toBe(1);
    later(2);
    await ask('193.0.0.1');
    expect(askedOf('rdap.db.ripe.net') - before).toBe(2);
  });

  it('is queried at most 800 times a day, counted for each registry', async () => {
    const day = { since: now.getTime(), asked: 799, until: 0 };
    memory.set('rdap quota rdap.db.ripe.net', JSON.stringify(day));
    expect(await ask('193.0.0.2')).toMatchObject({ status: 'NONE' });
    expect(await ask('193.0.0.1')).toMatchObject({ status: 'SKIPPED' });
    expect(await ask('198.41.0.1')).toMatchObject({ status: 'OK' });
    later(1);
    expect(await ask('193.0.0.1')).toMatchObject({ status: 'OK' });
  });

  it('is not queried again before the time that a registry asks for', async () => {
    world.internet.change('rdap.arin.net', {
      routes: {
        '/ip/198.41.0.1': { kind: 'reply', status: 429, body: '', headers: { 'retry-after': '7200' } },
      },
    });
    expect(await ask('198.41.0.1')).toMatchObject({ status: 'FAILED' });
    const before = askedOf('rdap.arin.net');
    expect(await ask('198.41.0.1')).toMatchObject({ status: 'SKIPPED' });
    expect(askedOf('rdap.arin.net')).toBe(before);
    world.internet.change('rdap.arin.net', { routes: { '/ip/198.41.0.1': SHAPES[1]?.[2] as Route } });
    later(1 / 8);
    expect(await ask('198.41.0.1')).toMatchObject({ status: 'OK' });
  });

  it('follows a redirect to another registry', async () => {
    world.internet.change('rdap.lacnic.net', {
      routes: {
        '/ip/200.7.84.9': {
          ...{ kind: 'reply', status: 302, body: '' },
          headers: { location: 'https://rdap.db.ripe.net/ip/193.0.0.1' },
        },
      },
    });
    expect(await ask('200.7.84.9')).toMatchObject({ status: 'OK', holder: 'Example GmbH' });
  });

  it.each([
    ['203.0.114.1', 'FAILED', 'of no registry'],
    ['196.1.0.9', 'NONE', 'unregistered'],
  ])('is a failure or NONE, never an exception: %s', async (address, status) => {
    expect(await ask(address)).toMatchObject({ status, holder: null });
  });

  it('is only a sentence if no registry answers', async () => {
    world.internet.change('data.iana.org', { behaviour: 'reset' });
    // A client of its own: an open connection could still be used.
    const cold = openHttp();
    expect(await ask('193.0.0.1', cold)).toMatchObject({ status: 'FAILED' });
    await cold.close();
    world.internet.change('data.iana.org', { behaviour: 'ok' });
  });

  it('never contains anything that is not on an organisation’s card', async () => {
    const text = fc.string({ unit: 'binary', maxLength: 40 });
    const kind = fc.constantFrom('org', 'individual', 'group', '', 'ORG', null);
    const roles = fc.constantFrom(['registrant'], ['technical'], [], 'registrant', null);
    const anyEntity = fc.record({ roles, kind, name: text });
    await fc.assert(
      fc.asyncProperty(fc.array(anyEntity, { maxLength: 4 }), fc.jsonValue(), async (entities, junk) => {
        const written = entities.map((each) => ({
          roles: each.roles,
          vcardArray: ['vcard', [['fn', {}, 'text', each.name], ['kind', {}, 'text', each.kind], junk]],
        }));
        memory.clear();
        world.internet.change('rdap.afrinic.net', {
          routes: { '/ip/196.1.0.1': json({ objectClassName: 'ip network', entities: [...written, junk] }) },
        });
        const { holder } = await ask('196.1.0.1');
        const allowed = entities.filter((each) => each.kind === 'org' && Array.isArray(each.roles));
        if (holder !== null) expect(allowed.length).toBeGreaterThan(0);
        if (allowed.length === 0) expect(holder).toBe(null);
      }),
      { numRuns: 60 },
    );
  });
});
