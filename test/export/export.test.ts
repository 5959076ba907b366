import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toCsv } from '../../src/export/csv.ts';
import type { ExportFile } from '../../src/export/export-file.ts';
import { allTables, exportFiles, FORMATS, recipes, reportSchema } from '../../src/export/files.ts';
import { HEADLINE_QUERY } from '../../src/export/headline-query.ts';
import { toJson } from '../../src/export/json.ts';
import { defineTable } from '../../src/export/table.ts';
import { NETWORKS } from '../../src/model/network.ts';
import { isoWeek } from '../../src/model/week.ts';
import { latestReport } from '../../src/report/latest.ts';
import type { Report } from '../../src/report/report-shape.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { writeHistory } from '../bench/fediverse-history.ts';
import { describeWith } from '../foreign/programs.ts';
import { temporaryFolder } from '../kit/findings.ts';
import { HOSTILE } from '../site/hostile.ts';

const folder = temporaryFolder();
let store: Store;
let reports: readonly Report[];
let files: ReadonlyMap<string, ExportFile>;

beforeAll(() => {
  store = openStore(folder.file('whohosts.db'));
  writeHistory(store, { servers: 500, weeks: 4 });
  writeHistory(store, { network: 'xmpp', servers: 60, weeks: 2, seed: 3 });
  const optedOut = (domain: string) => domain.startsWith('tea-');
  reports = NETWORKS.map((network) => latestReport(store, network, [], () => false)).filter(
    (report) => report !== null,
  );
  const input = {
    store,
    reports,
    networks: reports.map(({ network, week, scanId }) => ({
      network,
      week,
      servers: store.history.servers(scanId),
    })),
    optedOut,
    publicUrl: 'https://whohosts.example',
  };
  files = new Map([...exportFiles(input, allTables(input), FORMATS)].map((file) => [file.name, file]));
});
afterAll(() => {
  store.close();
  folder.remove();
});

const TABLES = [
  ...['series', 'servers', 'hosters', 'movers', 'groups', 'moves', 'stays', 'scans', 'history'],
];
const content = (name: string): string => files.get(name)?.content.toString() ?? '';
const csv = (name: string) => parse(content(name), { columns: true }) as Record<string, string>[];

describe('the files', () => {
  it('give the same rows in each format, and every column is explained', async () => {
    const columns = content('COLUMNS.md');
    for (const name of TABLES) {
      const rows = JSON.parse(content(`${name}.json`)) as Record<string, unknown>[];
      expect(rows.length, name).toBeGreaterThan(0);
      expect(csv(`${name}.csv`).map((row) => Object.values(row))).toEqual(
        rows.map((row) => Object.values(row).map((cell) => (cell === null ? '' : String(cell)))),
      );
      for (const column of Object.keys(rows[0] ?? {})) expect(columns).toContain(`| \`${column}\` |`);
    }
  });

  it('are described as a Data Package, whose types, keys and checksums hold', () => {
    const { resources, version, licenses } = JSON.parse(content('datapackage.json'));
    expect(version).toBe(reports[0]?.week);
    expect(licenses[0].name).toBe('CC-BY-4.0');
    const tables = [...files.keys()].filter((name) => /\.(csv|parquet)$/.test(name));
    expect(resources.map(({ path }: { path: string }) => path)).toEqual(tables);
    const forms: Readonly<Record<string, RegExp>> = {
      string: /^/,
      integer: /^(-?\d+)?$/,
      number: /^(-?\d+(\.\d+)?(e-?\d+)?)?$/,
      boolean: /^(true|false)?$/,
      datetime: /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z)?$/,
    };
    for (const { name, path, format, bytes, hash, schema } of resources) {
      const file = files.get(path)?.content ?? '';
      expect(bytes, path).toBe(Buffer.byteLength(file));
      expect(hash, path).toBe(`sha256:${createHash('sha256').update(file).digest('hex')}`);
      if (format !== 'csv') continue;
      const rows = csv(path);
      const names = schema.fields.map((field: { name: string }) => field.name);
      expect(Object.keys(rows[0] ?? {}), name).toEqual(names);
      for (const { name: column, type, description } of schema.fields) {
        expect(description.length, `${name}.${column}`).toBeGreaterThan(3);
        for (const row of rows) expect(row[column], `${name}.${column}`).toMatch(forms[type] ?? /$^/);
      }
      if (schema.primaryKey === undefined) continue;
      const keys = rows.map((row) => schema.primaryKey.map((column: string) => row[column]).join('|'));
      expect(new Set(keys).size, `${name} by ${schema.primaryKey}`).toBe(rows.length);
    }
  });

  it('have the checksums that they say', () => {
    const sums = content('SHA256SUMS').trim().split('\n');
    expect(sums).toHaveLength(files.size - 1);
    for (const line of sums) {
      const [digest, name = ''] = line.split('  ');
      expect(
        createHash('sha256')
          .update(files.get(name)?.content ?? '')
          .digest('hex'),
      ).toBe(digest);
    }
  });

  it('tell of every server in every scan where it was', () => {
    const stays = JSON.parse(content('stays.json')) as Record<string, string>[];
    expect(stays.some(({ domain }) => domain?.startsWith('tea-'))).toBe(false);
    const movers = csv('movers.csv').filter(
      ({ network, change, domain }) =>
        network === 'fediverse' && change === 'hoster' && !domain?.startsWith('tea-'),
    );
    expect(movers.length).toBeGreaterThan(0);
    for (const mover of movers) {
      const own = stays.filter(({ network, domain }) => network === 'fediverse' && domain === mover.domain);
      expect(own.at(-1)).toMatchObject({
        hoster_id: mover.to_hoster_id || null,
        front_id: mover.to_front_id || null,
      });
      expect(own.at(-2)).toMatchObject({
        hoster_id: mover.from_hoster_id || null,
        front_id: mover.from_front_id || null,
      });
    }
  });
});

describe('the tables of all weeks', () => {
  it('have each server in each scan in one stay, and in the place that the scan saw', () => {
    const stays = Map.groupBy(
      JSON.parse(content('stays.json')) as Record<string, string | number | null>[],
      ({ network, domain }) => `${network} ${domain}`,
    );
    let compared = 0;
    for (const network of NETWORKS) {
      for (const scan of store.scans.all(network)) {
        const week = isoWeek(scan.finishedAt ?? '');
        for (const server of store.history.servers(scan.id)) {
          if (server.domain.startsWith('tea-')) continue;
          const during = (stays.get(`${network} ${server.domain}`) ?? []).filter(
            (stay) => String(stay.from_week) <= week && week <= String(stay.to_week),
          );
          const { front, hoster, operator, status, asn, country } = server;
          expect(during, `${network} ${server.domain} in ${week}`).toEqual([
            expect.objectContaining({
              ...{ status, asn, country, front_id: front?.id ?? null, operator_id: operator?.id ?? null },
              hoster_id: front === null ? (hoster?.id ?? null) : null,
            }),
          ]);
          compared += 1;
        }
      }
    }
    expect(compared).toBeGreaterThan(1_500);
  });

  it('have the movers of every week, those of the report among them', () => {
    const moves = csv('moves.csv').filter(({ network }) => network === 'fediverse');
    expect(new Set(moves.map(({ week }) => week)).size).toBe(3);
    const [report] = reports;
    const last = moves.filter(({ week }) => week === report?.week);
    expect(last.map(({ domain }) => domain)).toEqual(
      report?.movers.map(({ domain }) => domain).filter((domain) => !domain.startsWith('tea-')),
    );
    const months = store.scans.all('fediverse').slice(1);
    const counted = months.flatMap(({ id }) =>
      store.history.movers(id).filter(({ domain }) => !domain.startsWith('tea-')),
    );
    expect(moves).toHaveLength(counted.length);
  });

  it('have the shares and bounds of the report in the series', () => {
    const [report] = reports;
    const series = (JSON.parse(content('series.json')) as Record<string, string | number | null>[]).filter(
      ({ network, week }) => network === 'fediverse' && week === report?.week,
    );
    const ofHosters = series.filter(({ layer }) => layer === 'hoster');
    expect(ofHosters).toHaveLength(report?.hosters.length ?? 0);
    for (const { id, servers, share, min, max, activeShare } of report?.hosters ?? []) {
      const row = ofHosters.find((one) => one.id === id);
      expect(row).toMatchObject({ servers, answered: report?.answered });
      for (const [name, figure] of Object.entries({ share, min, max, active_share: activeShare }))
        expect(row?.[name], `${id} ${name}`).toBeCloseTo(figure ?? 0, 12);
    }
  });
});

describe('the report', () => {
  const ajv = new Ajv2020({ allErrors: true, strictRequired: false, formats: { 'date-time': true } });
  const validate = ajv.compile(JSON.parse(reportSchema()));

  it('is as its JSON Schema says', () => {
    for (const report of reports) {
      validate(JSON.parse(JSON.stringify(report)));
      expect(validate.errors).toBeNull();
    }
  });

  it('would not pass with a share above 1, a missing key or a strange network', () => {
    const [report] = reports;
    const wrong = [
      { ...report, hosters: [{ ...report?.hosters[0], share: 1.2 }] },
      { ...report, answered: undefined },
      { ...report, network: 'usenet' },
      { ...report, week: '2026-47' },
      { ...report, movers: undefined },
    ];
    for (const one of wrong) expect(validate(JSON.parse(JSON.stringify(one)))).toBe(false);
  });
});

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
    const directory = folder.file('');
    mkdirSync(directory, { recursive: true });
    for (const [name, file] of files)
      if (name.endsWith('.parquet')) writeFileSync(join(directory, name), file.content);
    const database = await DuckDBInstance.create(':memory:');
    const connection = await database.connect();
    const results = new Map<string, Record<string, unknown>[]>();
    try {
      await connection.run(`SET file_search_path = '${directory}'`);
      for (const [title, sql] of queries)
        results.set(
          title,
          await connection.runAndReadAll(sql).then(
            (read) => read.getRowObjects(),
            (error: Error) => Promise.reject(new Error(`${title}: ${error.message}`)),
          ),
        );
    } finally {
      connection.closeSync();
    }
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
    const directory = folder.file('jq');
    mkdirSync(directory, { recursive: true });
    writeFileSync(join(directory, 'report-fediverse.json'), content('report-fediverse.json'));
    const scripts = [...recipes().matchAll(/^```sh\n([\s\S]*?)```/gm)].map(([, script = '']) => script);
    const [largest, countries] = scripts.map((script) => {
      const { stdout, stderr } = spawnSync('sh', ['-e', '-c', script], { cwd: directory, encoding: 'utf8' });
      expect(stderr).toBe('');
      return stdout.trimEnd().split('\n');
    });
    const [report] = reports;
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
    const directory = folder.file('');
    mkdirSync(directory, { recursive: true });
    for (const [name, file] of files)
      if (name.endsWith('.parquet')) writeFileSync(join(directory, name), file.content);
    const database = await DuckDBInstance.create(':memory:');
    const connection = await database.connect();
    try {
      await connection.run(`SET file_search_path = '${directory}'`);
      const moments = await connection.runAndReadAll(
        "SELECT typeof(finished_at) LIKE 'TIMESTAMP%' AS timed, epoch_ms(finished_at) AS moment FROM 'scans.parquet' WHERE network = 'fediverse' ORDER BY moment DESC LIMIT 1",
      );
      const [moment] = moments.getRowObjects();
      expect(moment?.timed).toBe(true);
      expect(Number(moment?.moment)).toBe(Date.parse(reports[0]?.finishedAt ?? ''));
      const described = await connection.runAndReadAll(
        "SELECT decode(key) AS key, decode(value) AS value FROM parquet_kv_metadata('series.parquet')",
      );
      const metadata = new Map(described.getRowObjects().map(({ key, value }) => [key, String(value)]));
      expect(metadata.get('licence')).toBe('CC BY 4.0');
      expect(JSON.parse(metadata.get('columns') ?? '{}')).toMatchObject({
        share: expect.stringContaining('0 to 1'),
      });
      const headline = await connection.runAndReadAll(HEADLINE_QUERY);
      const rows = headline.getRowObjects().map((row) => ({
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
        const counted = await connection.runAndReadAll(`SELECT count(*) AS n FROM '${name}.parquet'`);
        expect(Number(counted.getRowObjects()[0]?.n)).toBe(
          (JSON.parse(content(`${name}.json`)) as unknown[]).length,
        );
      }
      for (const [grouping, group] of Object.entries(GROUPS)) {
        for (const [layer, key] of Object.entries(LAYERS)) {
          const counted = await connection.runAndReadAll(countQuery(group, key));
          const told = await connection.runAndReadAll(groupQuery(grouping, layer));
          // The model history has no managed hosting.
          if (layer !== 'operator') expect(told.getRowsJson().length, layer).toBeGreaterThan(0);
          expect(told.getRowsJson(), `${layer} by ${grouping}`).toEqual(counted.getRowsJson());
        }
      }
      const laws = await connection.runAndReadAll(LAWS_QUERY);
      const law = (country: string) =>
        reports[0]?.jurisdictions.countries.find((one) => one.country === country)?.min;
      const shares = laws.getRowObjects().map(({ law: country, share }) => [country, share] as const);
      expect(shares.length).toBeGreaterThan(0);
      for (const [country, share] of shares) expect(share, String(country)).toBe(law(String(country)));
    } finally {
      connection.closeSync();
      database.closeSync();
    }
  });
});

describe('CSV', () => {
  const table = (texts: readonly (string | null)[]) =>
    defineTable<string | null>({
      name: 't',
      what: 't',
      rows: () => texts,
      columns: [
        { name: 'text', type: 'text', meaning: '', value: (text) => text },
        { name: 'number', type: 'number', meaning: '', value: () => -1.5 },
      ],
    });
  const check = (text: string) => {
    const bytes = toCsv(table([text, null])).toString('utf8');
    for (const delimiter of [',', ';', '\t', '|']) {
      const cells = bytes.split('\r\n').flatMap((line) => line.split(delimiter));
      // Whatever the locale takes for the end of a cell, none begins a formula but our own negative number.
      const formulas = cells.filter(
        (cell) =>
          /^["'\s]*[=+\-@\uff1d\uff0b\uff0d\uff20]/.test(cell) &&
          !/^["\s]*'/.test(cell) &&
          !/^-1\.5/.test(cell),
      );
      if (delimiter !== ',') expect(formulas, JSON.stringify(text)).toEqual([]);
    }
    const [row, empty] = parse(bytes, { columns: true }) as Record<string, string>[];
    expect(row?.text).not.toMatch(/^[\s]*[=+\-@\uff1d\uff0b\uff0d\uff20]/);
    expect(row?.number).toBe('-1.5');
    expect(empty?.text).toBe('');
    expect(bytes.split('\r\n')).toHaveLength(4);
  };

  it.each(HOSTILE)('keeps %j from being a formula, and a row on its line', check);

  it('does so for any text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), check));
    fc.assert(fc.property(fc.stringMatching(/^[=+@\-;,|"' a\t\r\n]*$/), check));
  });

  it('leaves ordinary names as they are', () => {
    const names = [
      'Hetzner',
      'A, B & C',
      'say "hi"',
      'České připojení, s.r.o.',
      'a-b',
      '1&1 + IONOS',
      'x (+1)',
    ];
    expect(
      (parse(toCsv(table(names)).toString(), { columns: true }) as Record<string, string>[]).map(
        ({ text }) => text,
      ),
    ).toEqual(names);
  });

  it('and JSON carries every hostile name', () => {
    expect(
      (JSON.parse(toJson(table(HOSTILE))) as { text: string }[]).map(({ text }) => text.toWellFormed()),
    ).toEqual(HOSTILE.map((name) => name.toWellFormed()));
  });
});
