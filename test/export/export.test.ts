import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toCsv } from '../../src/export/csv.ts';
import { allTables, type ExportFile, exportFiles, FORMATS, reportSchema } from '../../src/export/files.ts';
import { HEADLINE_QUERY } from '../../src/export/headline-query.ts';
import { toJson } from '../../src/export/json.ts';
import { defineTable } from '../../src/export/table.ts';
import { NETWORKS } from '../../src/model/network.ts';
import { latestReport } from '../../src/report/latest.ts';
import type { Report } from '../../src/report/report-shape.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { writeHistory } from '../bench/fediverse-history.ts';
import { HOSTILE } from '../site/hostile.ts';
import { temporaryFolder } from '../store/findings.ts';

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
  };
  files = new Map([...exportFiles(input, allTables(input), FORMATS)].map((file) => [file.name, file]));
});
afterAll(() => {
  store.close();
  folder.remove();
});

const content = (name: string): string => files.get(name)?.content.toString() ?? '';
const csv = (name: string) => parse(content(name), { columns: true }) as Record<string, string>[];

describe('the files', () => {
  it('give the same rows in each format, and every column is explained', async () => {
    const columns = content('COLUMNS.md');
    for (const name of ['servers', 'hosters', 'movers', 'scans', 'history', 'stays']) {
      const rows = JSON.parse(content(`${name}.json`)) as Record<string, unknown>[];
      expect(rows.length, name).toBeGreaterThan(0);
      expect(csv(`${name}.csv`).map((row) => Object.values(row))).toEqual(
        rows.map((row) => Object.values(row).map((cell) => (cell === null ? '' : String(cell)))),
      );
      for (const column of Object.keys(rows[0] ?? {})) expect(columns).toContain(`| \`${column}\` |`);
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
      for (const name of ['hosters', 'movers', 'scans', 'history', 'stays', 'servers']) {
        const counted = await connection.runAndReadAll(`SELECT count(*) AS n FROM '${name}.parquet'`);
        expect(Number(counted.getRowObjects()[0]?.n)).toBe(
          (JSON.parse(content(`${name}.json`)) as unknown[]).length,
        );
      }
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
