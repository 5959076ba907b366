import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { latestReport } from '../../src/report/latest.ts';
import type { Store } from '../../src/store/store.ts';
import { domains, finding, week } from '../kit/findings.ts';
import { type ModelSite, openModelSite } from './model-site.ts';
import { readPage, textOf } from './pages.ts';

const SERVERS = domains(1000);
const MOVED = 300;

/**
 * Looks at the first `size` of the list, as `--limit` does. The first `moved` servers are with the hoster
 * `new`.
 */
function look(store: Store, startedAt: string, size: number, moved: number): void {
  const [first, ...rest] = SERVERS.slice(0, size);
  if (first === undefined) throw new Error('no servers');
  const { id } = store.scans.begin({
    network: 'fediverse',
    population: {
      source: 'a list',
      population: SERVERS.length,
      optedOut: 0,
      seed: null,
      farms: [],
      sources: [],
    },
    fingerprint: startedAt,
    domains: [first, ...rest],
    startedAt,
  });
  const hosterOf = (index: number) => (index < moved ? 'new' : index < 100 ? 'small' : 'big');
  store.scans.record(
    id,
    [first, ...rest].map((name, index) =>
      finding(name, { hoster: hosterOf(index), addresses: [index < moved ? '198.51.100.1' : '192.0.2.1'] }),
    ),
  );
  store.scans.finish(id, startedAt);
}

/** Some hours after the scan of a week, in the same week. */
const later = (moment: string) => new Date(Date.parse(moment) + 6 * 3_600_000).toISOString();

describe('a trial of the first servers, in the week of a census', () => {
  let site: ModelSite;
  let files: ReadonlyMap<string, Buffer>;
  beforeAll(async () => {
    site = openModelSite({
      fill(store) {
        look(store, week(0), SERVERS.length, 0);
        look(store, later(week(0)), 100, 0);
        look(store, later(week(3)), SERVERS.length, 0);
        look(store, later(week(4)), SERVERS.length, MOVED);
      },
    });
    await site.write();
    files = await site.files();
  });
  afterAll(() => site.discard());
  const text = (path: string) => files.get(path)?.toString('utf8') ?? '';

  it('does not hide those that moved in four weeks from the report', () => {
    const report = latestReport(site.store, 'fediverse', [], () => false);
    expect(report?.movers).toHaveLength(MOVED);
  });

  it('does not hide them from the page of movers', () => {
    const html = readPage(text('movers/index.html'));
    const body = html.elements.find(({ tagName }) => tagName === 'main');
    expect(body === undefined ? '' : textOf(body)).toMatch(/four weeks\s+300 servers moved/i);
  });

  it('does not stand in the line of a hoster', () => {
    const [network] = JSON.parse(text('api/hosters/big.json')).networks;
    expect(network.history).toEqual([
      ['2026-W02', 900, 0.9],
      ['2026-W05', 900, 0.9],
      ['2026-W06', 700, 0.7],
    ]);
  });

  it('does not displace the census of its week', () => {
    const report = JSON.parse(text('reports/2026-W02/fediverse.json'));
    expect(report).toMatchObject({ sampled: SERVERS.length, population: SERVERS.length });
  });
});
