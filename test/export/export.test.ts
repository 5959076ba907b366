import { createHash } from 'node:crypto';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ExportFile } from '../../src/export/export-file.ts';
import { reportSchema } from '../../src/export/files.ts';
import { NETWORKS } from '../../src/model/network.ts';
import { isoWeek } from '../../src/model/week.ts';
import type { Report } from '../../src/report/report-shape.ts';
import type { Store } from '../../src/store/store.ts';
import { type Exported, exportModel, TABLES } from './exported.ts';

let exported: Exported;
let store: Store;
let reports: readonly Report[];
let files: ReadonlyMap<string, ExportFile>;
beforeAll(() => {
  exported = exportModel();
  ({ store, reports, files } = exported);
});
afterAll(() => exported.discard());

const content = (name: string): string => exported.content(name);
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
