import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ExportFile } from '../../src/export/export-file.ts';
import { partitionedFiles } from '../../src/export/partitions.ts';
import { ENGINES } from '../../src/export/table-definitions.ts';
import { NETWORKS } from '../../src/model/network.ts';
import { isoWeek } from '../../src/model/week.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { writeHistory } from '../bench/fediverse-history.ts';
import { temporaryFolder } from '../kit/findings.ts';
import { type Rows, withDuckDb, writeFiles } from './exported.ts';

const folder = temporaryFolder();
const root = folder.file('layout');
let hidden = '';
const optedOut = (domain: string) => domain === hidden;
let store: Store;
let files: ReadonlyMap<string, ExportFile>;

beforeAll(() => {
  store = openStore(folder.file('whohosts.db'));
  writeHistory(store, { servers: 900, weeks: 4 });
  writeHistory(store, { network: 'xmpp', servers: 60, weeks: 2, seed: 3 });
  hidden = store.history.movers(4).find(({ change }) => change === 'hoster')?.domain ?? '';
  const input = { store, reports: [], networks: [], optedOut, publicUrl: null };
  files = new Map([...partitionedFiles(input)].map((file) => [file.name, file]));
  writeFiles(root, files);
});
afterAll(() => {
  store.close();
  folder.remove();
});

/** Asks DuckDB through the views that the definitions make, in the folder of the files. */
function query(...queries: readonly string[]): Promise<readonly Rows[]> {
  const definitions = files.get('duckdb.sql')?.content.toString() ?? '';
  const here = definitions.replaceAll("read_parquet('", `read_parquet('${join(root, '/')}`);
  return withDuckDb(here, async (ask) => {
    const results: Rows[] = [];
    for (const sql of queries) results.push(await ask(sql, { asJson: true }));
    return results;
  });
}

describe('the partitioned layout', () => {
  it('is read by DuckDB through the definitions, with every server of every week', async () => {
    const [counted] = await query(
      'SELECT network, week, count(*)::INT AS n FROM servers GROUP BY ALL ORDER BY ALL',
    );
    const expected = NETWORKS.flatMap((network) =>
      store.scans.all(network).map(({ id, finishedAt }) => ({
        ...{ network, week: isoWeek(finishedAt ?? '') },
        n: store.history.servers(id).filter(({ domain }) => !optedOut(domain)).length,
      })),
    ).sort((a, b) => `${a.network}${a.week}`.localeCompare(`${b.network}${b.week}`));
    expect(counted).toEqual(expected);
    expect(expected).toHaveLength(6);
  });

  it('has moves and series that follow from the servers', async () => {
    const [moved = [], contradicted, counted = [], different] = await query(
      "SELECT DISTINCT week FROM moves WHERE network = 'fediverse' AND change = 'hoster'",
      `SELECT m.domain FROM moves m JOIN servers s USING (network, week, domain)
        WHERE s.hoster_id IS DISTINCT FROM m.to_hoster_id AND m.to_front_id IS NULL`,
      "SELECT id FROM series WHERE layer = 'hoster' AND network = 'xmpp'",
      `SELECT t.id FROM series t WHERE layer = 'hoster' AND network = 'xmpp' AND servers <>
        (SELECT count(*) FROM servers s WHERE s.network = t.network AND s.week = t.week AND s.hoster_id = t.id)`,
    );
    expect(moved).toHaveLength(3);
    expect(contradicted).toEqual([]);
    expect(counted.length).toBeGreaterThan(5);
    expect(different).toEqual([]);
  });

  it('answers who moved from one company to another in a year, by one query over one table', async () => {
    const [flows = [], pairs = []] = await query(
      `SELECT from_hoster_id AS a, to_hoster_id AS b, count(*)::INT AS n FROM moves
        WHERE network = 'fediverse' AND change = 'hoster' GROUP BY ALL ORDER BY n DESC, a, b`,
      `SELECT domain, week FROM moves WHERE change = 'hoster' AND from_hoster_id = 'ovh' ORDER BY ALL`,
    );
    expect(flows.length).toBeGreaterThan(2);
    expect(pairs.length).toBeGreaterThan(0);
  });

  it('is defined for each engine with all columns and both parts of the path', () => {
    for (const engine of ENGINES) {
      const sql = files.get(`${engine}.sql`)?.content.toString() ?? '';
      for (const table of ['servers', 'series', 'moves']) expect(sql, engine).toContain(table);
      for (const part of ['network', 'week']) expect(sql, engine).toContain(part);
      if (engine !== 'duckdb') expect(sql).toMatch(/^ {2}active_share /m);
    }
  });

  it('repeats nothing of the path in the files, and no name of who opted out', () => {
    expect(hidden).not.toBe('');
    for (const [name, { content }] of files) {
      expect(content.toString('latin1'), name).not.toContain(hidden);
      if (name.endsWith('.parquet'))
        expect(name).toMatch(/^(\w+)\/network=\w+\/week=\d{4}-W\d\d\/\1\.parquet$/);
    }
  });
});
