import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NETWORKS, type Network } from '../../src/model/network.ts';
import type { Report } from '../../src/report/report-shape.ts';
import { type ModelInternet, startInternet } from '../model-internet/internet.ts';
import { modelFediverse } from '../model-internet/networks/fediverse.ts';
import { modelNetworks } from '../model-internet/networks/networks.ts';
import { PLACES } from '../model-internet/networks/places.ts';
import type { ModelServer } from '../model-internet/networks/server.ts';
import { openProduct, type Product } from '../model-internet/product.ts';

const fediverse = modelFediverse({ count: 160, seed: 'four' });
const others = modelNetworks({ seed: 'four', taken: fediverse.map(({ domain }) => domain) });

/**
 * A Mastodon whose accounts have another domain than its host, and a personal domain that redirects to it.
 */
const HOST = 'social.parish.example';
const NAMES: readonly ModelServer[] = ['parish.example', 'ada.example'].map((domain) => ({
  domain,
  ip: '172.67.30.30',
  group: 'names',
  routes: {
    '/.well-known/nodeinfo': { kind: 'redirect', to: `https://${HOST}/.well-known/nodeinfo` },
    '/.well-known/webfinger': { kind: 'redirect', to: `https://${HOST}/.well-known/webfinger` },
  },
}));
const host: ModelServer = {
  domain: HOST,
  ip: '116.203.77.1',
  software: 'mastodon',
  users: { total: 90, activeMonth: 40 },
};

const LISTS: Readonly<Record<Network, readonly string[]>> = {
  fediverse: [...fediverse, host, ...NAMES].map(({ domain }) => domain),
  xmpp: others.xmpp.list,
  matrix: others.matrix.list,
  web: others.web.list,
};
/** The company where each server really is. */
const TRUTH: Readonly<Record<Network, readonly string[]>> = {
  fediverse: [...fediverse.map(({ place }) => place), 'hetzner'],
  xmpp: [...others.xmpp.truth.values()],
  matrix: [...others.matrix.truth.values()],
  web: [...others.web.truth.values()],
};
const FRONTS = ['cloudflare', 'fastly'];
/** The companies in whose networks the shared addresses of managed hosters are. */
const MANAGED: Readonly<Record<string, string>> = {
  'masto.host': 'ovh',
  hostdon: 'ovh',
  fedicity: 'sakura',
  'shared-hetzner': 'hetzner',
};

let internet: ModelInternet;
let product: Product;
const reports = new Map<Network, Report>();
let hosterOf: (place: string) => string;

beforeAll(async () => {
  internet = await startInternet({
    servers: [...fediverse, host, ...NAMES, ...Object.values(others).flatMap(({ servers }) => servers)],
  });
  product = await openProduct({ environment: internet.environment() });
  const table: readonly { readonly id: string; readonly asns?: readonly number[] }[] = JSON.parse(
    await readFile(new URL('../../data/hosters.json', import.meta.url), 'utf8'),
  );
  const byAsn = new Map(table.flatMap(({ id, asns = [] }) => asns.map((asn) => [asn, id] as const)));
  const asns = new Map(PLACES.map(({ id, asn }) => [id, asn]));
  hosterOf = (place) => MANAGED[place] ?? byAsn.get(asns.get(place) ?? 0) ?? `as${asns.get(place)}`;

  for (const network of NETWORKS) {
    const list = await product.write(`${network}.txt`, LISTS[network].map((name) => `${name}\n`).join(''));
    expect(await product.run(['scan', network, '--list', list])).toMatchObject({ code: 0 });
  }
  for (const network of NETWORKS) reports.set(network, await report(network));
}, 240_000);
afterAll(async () => {
  await product.discard();
  await internet.stop();
});

async function report(network: Network): Promise<Report> {
  const ran = await product.run(['report', '--network', network, '--json']);
  expect(ran).toMatchObject({ code: 0, stderr: '' });
  return JSON.parse(ran.stdout);
}

function reported(network: Network): Report {
  const found = reports.get(network);
  if (found === undefined) throw new Error(`no report on ${network}`);
  return found;
}

/** The true number of servers by id of the hoster or front. */
function truthOf(network: Network): { readonly fronts: object; readonly hosters: Record<string, number> } {
  const fronts: Record<string, number> = {};
  const hosters: Record<string, number> = {};
  for (const place of TRUTH[network]) {
    if (place === 'none') continue;
    const [layer, id] = FRONTS.includes(place) ? [fronts, place] : [hosters, hosterOf(place)];
    layer[id] = (layer[id] ?? 0) + 1;
  }
  return { fronts, hosters };
}

const counts = (slices: readonly { readonly id: string; readonly servers: number }[]) =>
  Object.fromEntries(slices.map(({ id, servers }) => [id, servers]));
const sum = (slices: readonly { readonly servers: number }[]) =>
  slices.reduce((total, { servers }) => total + servers, 0);
const answering = (network: Network) => TRUTH[network].filter((place) => place !== 'none').length;

describe('a scan of each network', () => {
  it.each(NETWORKS)('of %s locates each server correctly', (network) => {
    const { hosters, fronts, unattributed, answered, sampled, population, source } = reported(network);
    const truth = truthOf(network);
    expect(counts(fronts)).toEqual(truth.fronts);
    expect(counts(hosters)).toEqual(truth.hosters);
    expect(unattributed.servers).toBe(0);
    expect([answered, sampled, population]).toEqual([
      answering(network),
      TRUTH[network].length,
      TRUTH[network].length,
    ]);
    expect(source).toBe(`${network}.txt`);
  });

  it('counts a Mastodon with several names on the list once, with its users', () => {
    expect(reported('fediverse').aliases).toBe(NAMES.length);
    for (const network of ['xmpp', 'matrix', 'web'] as const) expect(reported(network).aliases).toBe(0);
  });

  it('counts servers that forbid robots without their users, and says how many there are', () => {
    const { http, activeUsers, countedUsers, answered } = reported('fediverse');
    const answers = fediverse.filter(({ place }) => place !== 'none');
    const shy = answers.filter(({ robots }) => robots !== undefined);
    expect(shy.length).toBeGreaterThan(0);
    expect(http.ROBOTS).toBe(shy.length);
    expect(Object.values(http).reduce((total, servers) => total + servers, 0)).toBe(answered);
    const telling = answers.filter(
      ({ behaviour = 'ok', robots }) => ['ok', 'slow'].includes(behaviour) && robots === undefined,
    );
    expect(http.OK).toBe(telling.length + 1);
    expect(countedUsers).toBe(telling.length + 1);
    expect(activeUsers).toBe(
      telling.reduce((total, { users }) => total + (users?.activeMonth ?? 0), host.users?.activeMonth ?? 0),
    );
    for (const { domain } of shy)
      expect(internet.https.requests(domain).map(({ path }) => path)).toEqual(['/robots.txt']);
  });

  it.each(['xmpp', 'web'] as const)('of %s sends no HTTP', (network) => {
    expect(reported(network).http).toEqual({ SKIPPED: answering(network) });
    for (const domain of others[network].truth.keys()) expect(internet.https.requests(domain)).toEqual([]);
  });
});

describe('the comparison', () => {
  it.each(NETWORKS)('in the report on %s has all four, and is the same', (network) => {
    const { comparison } = reported(network);
    expect(comparison.map((entry) => entry.network)).toEqual(NETWORKS);
    expect(comparison).toEqual(reported('fediverse').comparison);
  });

  it.each(NETWORKS.map((network, at) => [network, at] as const))('says of %s what is true', (network, at) => {
    const entry = reported('fediverse').comparison[at];
    const { hosters, fronts } = truthOf(network);
    const answered = answering(network);
    expect(entry).toMatchObject({ network, source: `${network}.txt`, answered });
    const providers = new Set(PLACES.filter(({ kind }) => kind === 'isp').map(({ id }) => hosterOf(id)));
    const largest = Object.entries(hosters)
      .flatMap(([id, servers]) => (providers.has(id) ? [] : [servers]))
      .sort((a, b) => b - a)
      .slice(0, 5);
    expect(entry?.top.map(({ servers }) => servers)).toEqual(largest);
    for (const { id, servers, share, min, max, marginOfError } of entry?.top ?? []) {
      expect(servers).toBe(hosters[id]);
      expect(share).toBeCloseTo(servers / answered, 12);
      expect([min, marginOfError]).toEqual([share, null]);
      expect(max).toBeCloseTo(share + (entry?.hidden.share ?? 1), 12);
    }
    const hidden = Object.values(fronts).reduce((total, servers) => total + servers, 0);
    expect(entry?.hidden).toMatchObject({ servers: hidden, share: hidden / answered });
    expect(sum(reported(network).hosters) + hidden).toBe(answered);
  });

  it('shows the differences that other measurements found', () => {
    const share = (network: Network, id: string) =>
      [...reported(network).hosters, ...reported(network).fronts].find((slice) => slice.id === id)?.share ??
      0;
    expect(share('xmpp', 'hetzner')).toBeGreaterThan(share('fediverse', 'hetzner'));
    expect(share('matrix', 'hetzner')).toBeGreaterThan(share('xmpp', 'hetzner'));
    expect(share('web', 'cloudflare')).toBeGreaterThan(share('fediverse', 'cloudflare'));
    expect(share('xmpp', 'cloudflare')).toBe(0);
  });
});

describe('a random sample', () => {
  it('gives every share its margin, and the census lies within', async () => {
    const sample = ['scan', 'web', '--list', `${product.folder}/web.txt`, '--sample', '90', '--seed', 'dice'];
    const first = await product.run([...sample, '--json']);
    expect(JSON.parse(first.stdout)).toMatchObject({ sampled: 90, population: 200, seed: 'dice' });
    const drawn = await report('web');
    expect(drawn).toMatchObject({ sampled: 90, population: 200, seed: 'dice' });
    const { hosters: truth } = truthOf('web');
    const held = drawn.hosters.filter(({ id, share, marginOfError }) => {
      expect(marginOfError).toBeGreaterThan(0);
      return Math.abs(share - (truth[id] ?? 0) / answering('web')) <= (marginOfError ?? 0);
    });
    expect(held.length / drawn.hosters.length).toBeGreaterThanOrEqual(0.9);

    const { comparison } = await report('fediverse');
    expect(comparison.at(-1)).toMatchObject({ network: 'web', sampled: 90, population: 200 });

    expect(await product.run(sample)).toMatchObject({ code: 0 });
    const again = await report('web');
    expect(again.hosters.map(({ id, servers }) => [id, servers])).toEqual(
      drawn.hosters.map(({ id, servers }) => [id, servers]),
    );
    expect(again.movers).toEqual([]);
  }, 120_000);
});
