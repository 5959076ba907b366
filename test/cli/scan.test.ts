import { domainToUnicode } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DnsStatus } from '../../src/model/observation.ts';
import type { MeasuredServer } from '../../src/model/server.ts';
import { softwareFamily } from '../../src/model/software-family.ts';
import type { Report } from '../../src/report/report-shape.ts';
import { look } from '../kit/product-database.ts';
import { type ModelInternet, startInternet } from '../model-internet/internet.ts';
import { type FediverseServer, modelFediverse } from '../model-internet/networks/fediverse.ts';
import { PLACES } from '../model-internet/networks/places.ts';
import { openProduct, type Product, type Ran } from '../model-internet/product.ts';

const servers = modelFediverse({ count: 300, seed: 'cli' });
const JUNK = ['http://192.0.2.8/', '192.0.2.7', 'two words.example', 'localhost', '-.example', '<b>'];
const UNLISTED = ['gone.example', 'lost.test'];

let internet: ModelInternet;
let product: Product;
let ran: Ran;
let junkLines: readonly number[];

/**
 * The same servers in a careless list: upper case, Unicode, trailing dots, duplicates, and junk in between.
 */
function carelessList(): { readonly csv: string; readonly junkAt: readonly number[] } {
  const rows: string[] = [];
  for (const [index, { domain, software }] of servers.entries()) {
    const written =
      [domain, domain.toUpperCase(), `${domain}.`, domainToUnicode(domain)][index % 4] ?? domain;
    rows.push(`${index},${index % 7 === 0 ? `"${written}"` : written},${software ?? ''}`);
    if (index % 10 === 0) rows.push(`${index},${domain},again`);
  }
  for (const name of UNLISTED) rows.push(`0,${name},`);
  for (const [index, text] of JUNK.entries()) rows.splice(20 * (index + 1), 0, `0,${text},junk`);
  const junkAt = JUNK.map((text) => rows.indexOf(`0,${text},junk`) + 2);
  return { csv: `id,Domain,software\r\n${rows.join('\r\n')}\r\n`, junkAt };
}

beforeAll(async () => {
  internet = await startInternet({ servers });
  product = await openProduct({ environment: internet.environment() });
  const { csv, junkAt } = carelessList();
  junkLines = junkAt;
  ran = await product.run(['scan', 'fediverse', '--list', await product.write('list.csv', csv), '--json']);
}, 180_000);
afterAll(async () => {
  await product.discard();
  await internet.stop();
});

const STATUS: Partial<Record<NonNullable<FediverseServer['behaviour']>, DnsStatus>> = {
  nxdomain: 'NXDOMAIN',
  nodata: 'NODATA',
  servfail: 'SERVFAIL',
  silent: 'TIMEOUT',
};
const HTTP: Partial<Record<NonNullable<FediverseServer['behaviour']>, MeasuredServer['http']>> = {
  ok: 'OK',
  slow: 'OK',
  dead: 'TIMEOUT',
  reset: 'UNREACHABLE',
  'no-nodeinfo': 'STATUS',
  expired: 'TLS',
  'self-signed': 'TLS',
  'wrong-name': 'TLS',
  'broken-tls': 'TLS',
};

function measured(): ReadonlyMap<string, MeasuredServer> {
  const found = look(product, ({ scans, history }) => history.servers(scans.latest('fediverse')?.id ?? 0));
  return new Map(found.map((server) => [server.domain, server]));
}

describe('a scan of a list in a CSV', () => {
  it('succeeds, reports junk by line and duplicates by number, and prints the scan as JSON', () => {
    expect(ran.code).toBe(0);
    for (const line of junkLines) expect(ran.stderr).toMatch(new RegExp(`^line ${line}: .* left out$`, 'm'));
    expect(ran.stderr.match(/^line /gm)).toHaveLength(JUNK.length);
    expect(ran.stderr).toContain('Said more than once on the list, and counted once: 30');
    expect(ran.stderr).toMatch(/^302 of 302 \(100 %\), .* answered, .* unresolved$/m);
    expect(JSON.parse(ran.stdout)).toMatchObject({
      network: 'fediverse',
      source: 'list.csv',
      population: 302,
      sampled: 302,
      seed: null,
    });
  });

  it('looks at each server once and finds what DNS says about it', () => {
    const found = measured();
    expect([...found.keys()].sort()).toEqual([...servers.map(({ domain }) => domain), ...UNLISTED].sort());
    const wrong = servers.filter(
      ({ domain, behaviour = 'ok' }) => found.get(domain)?.status !== (STATUS[behaviour] ?? 'NOERROR'),
    );
    expect(wrong).toEqual([]);
    for (const name of UNLISTED) expect(found.get(name)?.status).toBe('NXDOMAIN');
    const asked = new Set(
      internet.dns
        .queries()
        .filter(({ type }) => type === 'A')
        .map(({ name }) => name),
    );
    for (const { domain } of servers) expect(asked).toContain(domain);
  });

  it('finds the addresses, and the AS that they belong to', () => {
    const found = measured();
    const asns = new Map(PLACES.map(({ id, asn }) => [id, asn]));
    for (const { domain, ip = [], ipv6 = [], place } of servers) {
      const server = found.get(domain);
      if (server?.status !== 'NOERROR') continue;
      expect(new Set(server.addresses)).toEqual(new Set([ip, ipv6].flat()));
      if (asns.has(place)) expect([domain, server.asn]).toEqual([domain, asns.get(place)]);
    }
  });

  it('asks servers for their software, and says why if it cannot', () => {
    const found = measured();
    for (const { domain, behaviour = 'ok', robots, software, users } of servers) {
      const server = found.get(domain);
      if (server?.status !== 'NOERROR') continue;
      const expected = robots === undefined ? HTTP[behaviour] : 'ROBOTS';
      expect([domain, server.http]).toEqual([domain, expected]);
      if (expected !== 'OK') continue;
      expect([server.software, server.usersTotal]).toEqual([software, users?.total]);
    }
  });

  it('sends every connection to the model', () => {
    const listening = servers.filter(({ ip, ipv6 }) => ip !== undefined || ipv6 !== undefined);
    expect(internet.https.count.connections).toBeGreaterThanOrEqual(listening.length);
  });
});

describe('the report on it', () => {
  let report: Report;
  beforeAll(async () => {
    const reported = await product.run(['report', '--json']);
    expect(reported).toMatchObject({ code: 0, stderr: '' });
    report = JSON.parse(reported.stdout);
  });

  it('has the keys of the contract', () => {
    const keys = [
      ...['week', 'network', 'source', 'population', 'sampled', 'answered', 'unresolved', 'optedOut'],
      ...['activeUsers', 'hosters', 'fronts', 'operators', 'kinds', 'countries', 'concentration', 'movers'],
      ...['farms', 'comparison'],
    ];
    expect(Object.keys(report)).toEqual(expect.arrayContaining(keys));
    const entry = [
      ...['id', 'name', 'servers', 'share', 'min', 'max', 'marginOfError', 'activeUsers', 'activeShare'],
    ];
    for (const hoster of report.hosters) expect(Object.keys(hoster)).toEqual(expect.arrayContaining(entry));
    const concentration = ['hhi', 'top5', 'nakamoto'];
    expect(Object.keys(report.concentration)).toEqual(expect.arrayContaining([...concentration, 'byUsers']));
    expect(Object.keys(report.concentration.byUsers)).toEqual(expect.arrayContaining(concentration));
  });

  it('adds up', () => {
    const { hosters, fronts, unattributed, kinds, answered, unresolved, sampled, population } = report;
    const sum = (slices: readonly { readonly servers: number }[]) =>
      slices.reduce((total, { servers }) => total + servers, 0);
    expect(answered + unresolved).toBe(sampled);
    expect([sampled, population]).toEqual([302, 302]);
    expect(answered).toBe(servers.filter(({ behaviour = 'ok' }) => STATUS[behaviour] === undefined).length);
    expect(sum(hosters) + sum(fronts) + unattributed.servers).toBe(answered);
    expect(sum(kinds)).toBe(answered);
    for (const { servers, share, min, max, marginOfError } of hosters) {
      expect(share).toBeCloseTo(servers / answered, 9);
      expect(min).toBeGreaterThanOrEqual(0);
      expect(min).toBeLessThanOrEqual(share);
      expect(max).toBeGreaterThanOrEqual(share);
      expect(max).toBeLessThanOrEqual(1);
      expect(marginOfError).toBeNull();
    }
    for (const { activeShare } of [...hosters, ...fronts]) {
      if (activeShare === null) continue;
      expect(activeShare).toBeGreaterThanOrEqual(0);
      expect(activeShare).toBeLessThanOrEqual(1);
    }
    const active = [...hosters, ...fronts, unattributed].reduce(
      (total, { activeUsers }) => total + activeUsers,
      0,
    );
    expect(active).toBe(report.activeUsers);
    expect(report.movers).toEqual([]);
  });
});

describe('a scan of one software', () => {
  it('includes only servers that ran it or a fork in an earlier scan', async () => {
    const running = [...measured().values()].filter(
      ({ software }) => softwareFamily(software) === 'misskey',
    ).length;
    expect(running).toBeGreaterThan(0);
    const list = await product.write('plain.txt', servers.map(({ domain }) => domain).join('\n'));
    const args = ['scan', 'fediverse', '--no-http', '--software', 'Misskey', '--list', list, '--json'];
    const part = await product.run(args);
    expect(part.stderr).toMatch(/neither the list nor an earlier scan says what they run: \d+/);
    expect(JSON.parse(part.stdout)).toMatchObject({
      source: 'plain.txt, misskey only',
      population: running,
      sampled: running,
    });
    const report = await product.run(['report', '--json']);
    expect(JSON.parse(report.stdout)).toMatchObject({ source: 'plain.txt, misskey only' });
    // The post goes on to tell of all servers.
    const post = await product.run(['post', '--dry-run']);
    expect(post).toMatchObject({ code: 0, stdout: expect.stringMatching(/servers on list\.csv answered/) });
    const none = await product.run([...args.slice(0, 4), 'flarum', '--list', list]);
    expect(none.code).toBe(1);
    expect(none.stderr).toContain('No server on plain.txt is known to run "flarum"');
  });
});
