import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recipes } from '../../src/export/files.ts';
import { HEADLINE_QUERY } from '../../src/export/headline-query.ts';
import { describeWith } from '../foreign/programs.ts';
import { type Exported, exportModel, type Rows, TABLES, withDuckDb, writeFiles } from './exported.ts';

let exported: Exported;
let parquet: string;
beforeAll(() => {
  exported = exportModel();
  parquet = exported.folder.file('parquet');
  const files = [...exported.files].filter(([name]) => name.endsWith('.parquet'));
  writeFiles(parquet, new Map(files));
});
afterAll(() => exported.discard());

const content = (name: string): string => exported.content(name);
const csv = (name: string) => parse(content(name), { columns: true }) as Record<string, string>[];
const HERE = () => `SET file_search_path = '${parquet}'`;

/** Which column of `servers` is which group, and which layer, of `groups`. */
const GROUPS = { all: "'all'", software: 'software_group', size: 'size_class' };
const LAYERS = {
  hoster: 'hoster_id',
  front: 'front_id',
  operator: 'operator_id',
  kind: 'kind',
  country: 'country',
  seat: "coalesce(seat, 'unknown')",
};
const ANSWERED = "network = 'fediverse' AND status IN ('NOERROR', 'UNDETERMINED')";
const countQuery = (group: string, key: string) =>
  `SELECT ${group} AS g, ${key} AS k, count(*)::INT AS n, coalesce(sum(active_users), 0)::INT AS u
    FROM 'servers.parquet' WHERE ${ANSWERED} AND ${key} IS NOT NULL GROUP BY ALL ORDER BY ALL`;
const groupQuery = (grouping: string, layer: string) =>
  `SELECT group_id AS g, key AS k, servers::INT AS n, coalesce(active_users, 0)::INT AS u FROM 'groups.parquet'
    WHERE network = 'fediverse' AND grouping = '${grouping}' AND layer = '${layer}' AND servers > 0 ORDER BY ALL`;
const LAWS_QUERY = `SELECT law, count(*) / (SELECT count(*) FROM 'servers.parquet' WHERE ${ANSWERED}) AS share
    FROM (SELECT unnest(string_split(laws, ' ')) AS law FROM 'servers.parquet' WHERE ${ANSWERED}) GROUP BY law`;

describe('the recipes', () => {
  const queries = [...recipes().matchAll(/^## (.*)\n\n```sql\n([\s\S]*?)```/gm)].map(
    ([, title = '', sql = '']) => [title, sql] as const,
  );

  it('run as they are, and give the figures of the report', { timeout: 60_000 }, async () => {
    const { reports } = exported;
    const results = await withDuckDb(HERE(), async (ask) => {
      const all = new Map<string, Rows>();
      for (const [title, sql] of queries) all.set(title, await ask(sql));
      return all;
    });
    expect(queries.length).toBeGreaterThanOrEqual(10);
    // The model has no managed hosting, and too few servers for every pair of companies.
    for (const [title, rows] of results)
      if (!/managed hosting|from Hetzner to/.test(title)) expect(rows.length, title).toBeGreaterThan(0);
    const [report] = reports;
    const of = (id: string) => report?.hosters.find((hoster) => hoster.id === id);
    const result = (start: string) => [...results].find(([title]) => title.startsWith(start))?.[1] ?? [];
    const latest = result('Share of Hetzner').at(-1);
    expect(Number(latest?.servers)).toBe(of('hetzner')?.servers);
    expect(latest?.share).toBeCloseTo(of('hetzner')?.share ?? 0, 12);
    expect(latest?.active_share).toBeCloseTo(of('hetzner')?.activeShare ?? 0, 12);
    expect(latest?.max).toBeCloseTo(of('hetzner')?.max ?? 0, 12);
    expect(Number(result('What an outage')[0]?.servers)).toBe(of('ovh')?.servers);
    expect(result('What CDNs hide')[0]?.hidden).toBeCloseTo(report?.hidden.share ?? 0, 12);
    const moved = report?.movers.filter(({ change }) => change === 'hoster').length;
    const moves = csv('moves.csv').filter(
      (row) =>
        row.network === 'fediverse' && row.from_hoster_id === 'hetzner' && row.to_hoster_id === 'netcup',
    );
    expect(result('Who moved from Hetzner to netcup').map(({ domain }) => domain)).toEqual(
      moves.filter(({ change }) => change === 'hoster').map(({ domain }) => domain),
    );
    const flows = result('Between whom').map(({ servers }) => Number(servers));
    expect(flows.reduce((sum, count) => sum + count, 0)).toBe(moved);
  });
});

describeWith('jq')('the recipes for jq', () => {
  it('run as they are', () => {
    const directory = exported.folder.file('jq');
    mkdirSync(directory, { recursive: true });
    writeFileSync(join(directory, 'report-fediverse.json'), content('report-fediverse.json'));
    const scripts = [...recipes().matchAll(/^```sh\n([\s\S]*?)```/gm)].map(([, script = '']) => script);
    const [largest, countries] = scripts.map((script) => {
      const { stdout, stderr } = spawnSync('sh', ['-e', '-c', script], { cwd: directory, encoding: 'utf8' });
      expect(stderr).toBe('');
      return stdout.trimEnd().split('\n');
    });
    const [report] = exported.reports;
    expect(scripts).toHaveLength(2);
    expect(largest?.[0]?.split('\t').slice(0, 2)).toEqual([
      report?.hosters[0]?.name,
      String(report?.hosters[0]?.servers),
    ]);
    expect(countries).toHaveLength(report?.countries.length ?? 0);
  });
});

describe('DuckDB', () => {
  it('reads the Parquet files and gives the headline table of the report', async () => {
    const { reports } = exported;
    await withDuckDb(HERE(), async (ask) => {
      const moments = await ask(
        "SELECT typeof(finished_at) LIKE 'TIMESTAMP%' AS timed, epoch_ms(finished_at) AS moment FROM 'scans.parquet' WHERE network = 'fediverse' ORDER BY moment DESC LIMIT 1",
      );
      const [moment] = moments;
      expect(moment?.timed).toBe(true);
      expect(Number(moment?.moment)).toBe(Date.parse(reports[0]?.finishedAt ?? ''));
      const described = await ask(
        "SELECT decode(key) AS key, decode(value) AS value FROM parquet_kv_metadata('series.parquet')",
      );
      const metadata = new Map(described.map(({ key, value }) => [key, String(value)]));
      expect(metadata.get('licence')).toBe('CC BY 4.0');
      expect(JSON.parse(metadata.get('columns') ?? '{}')).toMatchObject({
        share: expect.stringContaining('0 to 1'),
      });
      const headline = await ask(HEADLINE_QUERY);
      const rows = headline.map((row) => ({
        id: row.hoster_id,
        name: row.hoster_name,
        servers: Number(row.servers),
        share: row.share,
        activeUsers: Number(row.active_users),
      }));
      expect(rows).toEqual(
        reports[0]?.hosters.map(({ id, name, servers, share, activeUsers }) => ({
          id,
          name,
          servers,
          share,
          activeUsers,
        })),
      );
      for (const name of TABLES) {
        const counted = await ask(`SELECT count(*) AS n FROM '${name}.parquet'`);
        expect(Number(counted[0]?.n)).toBe((JSON.parse(content(`${name}.json`)) as unknown[]).length);
      }
      for (const [grouping, group] of Object.entries(GROUPS)) {
        for (const [layer, key] of Object.entries(LAYERS)) {
          const counted = await ask(countQuery(group, key), { asJson: true });
          const published = await ask(groupQuery(grouping, layer), { asJson: true });
          // The model history has no managed hosting.
          if (layer !== 'operator') expect(published.length, layer).toBeGreaterThan(0);
          expect(published, `${layer} by ${grouping}`).toEqual(counted);
        }
      }
      const laws = await ask(LAWS_QUERY);
      const law = (country: string) =>
        reports[0]?.jurisdictions.countries.find((one) => one.country === country)?.min;
      const shares = laws.map(({ law: country, share }) => [country, share] as const);
      expect(shares.length).toBeGreaterThan(0);
      for (const [country, share] of shares) expect(share, String(country)).toBe(law(String(country)));
    });
  });
});
