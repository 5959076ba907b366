import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Domain } from '../../src/model/domain.ts';
import { openStore } from '../../src/store/store.ts';
import { json } from '../model-internet/https/routes.ts';
import { type ModelInternet, startInternet } from '../model-internet/internet.ts';
import { openProduct, type Product } from '../model-internet/product.ts';
import { COPIES } from './copies.ts';

const PUBLIC = '116.203.0.10';
const SERVERS = ['a.example', 'b.example', 'c.example', 'd.example', 'site1.example'];
const PARTY = 'nodes.fediverse.party';

let internet: ModelInternet;
let product: Product;
beforeAll(async () => {
  internet = await startInternet({
    servers: [
      ...Object.values(COPIES).map(({ host, routes }) => ({ domain: host, ip: PUBLIC, routes })),
      ...SERVERS.map((domain) => ({ domain, ip: PUBLIC, software: 'mastodon', users: { total: 9 } })),
    ],
  });
  product = await openProduct({ environment: internet.environment() });
});
afterAll(async () => {
  await product.discard();
  await internet.stop();
});

const asked = () => internet.https.requests(PARTY).length;

describe('a scan without a list', () => {
  it.each([
    ['fediverse', PARTY, 3],
    ['xmpp', 'XMPP Providers', 3],
    ['matrix', 'joinmatrix.org', 2],
  ])('of %s uses the list of %s', async (network, source, population) => {
    const ran = await product.run(['scan', network, '--no-http', '--json']);
    expect(ran).toMatchObject({ code: 0 });
    expect(JSON.parse(ran.stdout)).toMatchObject({
      network,
      source,
      population,
      sources: [{ name: source, count: population, only: population, stale: false, note: null }],
    });
    expect(ran.stderr).toContain(`Getting the list of ${source}`);
  });

  it('of the web uses Tranco, with the requested number of domains', async () => {
    const ran = await product.run(['scan', 'web', '--source', 'tranco:3', '--no-http', '--json']);
    expect(ran).toMatchObject({ code: 0 });
    expect(JSON.parse(ran.stdout)).toMatchObject({ source: 'Tranco top 3', population: 3 });
  });

  it('asks no source twice within six hours', async () => {
    const before = asked();
    expect(await product.run(['scan', 'fediverse', '--no-http'])).toMatchObject({ code: 0 });
    expect(asked()).toBe(before);
  });

  it('merges the requested sources, and the report names each', async () => {
    const both = ['--source', `${PARTY}, fediverse.observer`, '--source', 'peers:home.example'];
    const ran = await product.run(['scan', 'fediverse', ...both, '--no-http']);
    expect(ran).toMatchObject({ code: 0 });
    expect(ran.stderr).toMatch(/fediverse\.observer: 2 servers, 0 of them only there, 2 on all, as of 20/);
    const report = await product.run(['report', '--json']);
    expect(JSON.parse(report.stdout)).toMatchObject({
      source: `${PARTY} + fediverse.observer + peers of home.example`,
      sources: [
        { name: PARTY, count: 3, only: 1, inAll: 2 },
        { name: 'fediverse.observer', count: 2, only: 0, inAll: 2 },
        { name: 'peers of home.example', count: 3, only: 1, inAll: 2 },
      ],
    });
  });

  it('continues with the last good list if the source fails, and the report says so', async () => {
    const fetchedAt = '2026-01-05T03:00:00.000Z';
    const store = openStore(join(product.dataDir, 'whohosts.db'));
    const domains = ['a.example', 'd.example'] as Domain[];
    store.lists.save({ source: PARTY, fetchedAt, etag: null, lastModified: null, domains, ports: new Map() });
    store.close();
    internet.change(PARTY, { routes: { '/nodes.json': json({ moved: true }) } });
    const ran = await product.run(['scan', 'fediverse', '--no-http']);
    expect(ran).toMatchObject({ code: 0 });
    const note = expect.stringMatching(/^the source failed \(WRONG_SHAPE: .*the list of 2026-01-05 is used$/);
    const report = await product.run(['report', '--json']);
    expect(JSON.parse(report.stdout)).toMatchObject({
      population: 2,
      sources: [{ name: PARTY, count: 2, fetchedAt, stale: true, note }],
    });
    expect(ran.stderr).toContain('the list of 2026-01-05 is used');
  });
});

describe('a scan that gets no list', () => {
  it('exits with 1, and says what failed and what to do', async () => {
    const ran = await product.run(['scan', 'fediverse', '--source', 'instances.social']);
    expect(ran).toMatchObject({ code: 1, stdout: '' });
    expect(ran.stderr).toContain(
      'No list from instances.social: NO_TOKEN, INSTANCES_SOCIAL_TOKEN is not set',
    );
    expect(ran.stderr).toContain('--list');
  });

  it('never shows the token', async () => {
    internet.change('instances.social', { routes: {} });
    const environment = { INSTANCES_SOCIAL_TOKEN: 'very-secret' };
    const ran = await product.run(['scan', 'fediverse', '--source', 'instances.social'], { environment });
    expect(ran).toMatchObject({ code: 1 });
    expect(ran.stderr).toContain('STATUS, HTTP 404');
    expect(ran.stderr).not.toContain('very-secret');
  });

  it.each([
    [
      ['--source', 'nonsense'],
      /--source: expected one of nodes\.fediverse\.party, fedidb, .* got "nonsense"/,
    ],
    [['--source', 'joinmatrix'], /--source: expected one of .* for fediverse, got "joinmatrix"/],
    [['--source', ''], /--source: expected one of .* got ""/],
    [['--source', 'fedidb', '--list', 'servers.txt'], /--list: expected without --source/],
  ])('exits with 2 for %j', async (options, message) => {
    const ran = await product.run(['scan', 'fediverse', ...options]);
    expect(ran).toMatchObject({ code: 2, stdout: '' });
    expect(ran.stderr).toMatch(message);
  });
});
