import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { ownerSeat } from '../attribution/rules/seats.ts';
import type { Report } from '../report/report-shape.ts';
import type { Store } from '../store/store.ts';
import { citationFiles, citedWeek } from './citation.ts';
import { describeColumns } from './columns.ts';
import { toCsv } from './csv.ts';
import { dataPackage, packageResource } from './data-package.ts';
import type { ExportFile } from './export-file.ts';
import { groupTable } from './group-table.ts';
import { HEADLINE_QUERY } from './headline-query.ts';
import { moveTable, scanTable, seriesTable, stayTable, totalTable } from './history-tables.ts';
import { toJson } from './json.ts';
import { toParquet } from './parquet.ts';
import { hosterTable, moverTable } from './report-tables.ts';
import { type NetworkServers, serverTable } from './server-table.ts';
import type { Table } from './table.ts';

export const FORMATS = ['json', 'csv', 'parquet'] as const;
export type Format = (typeof FORMATS)[number];

export interface ExportInput {
  readonly store: Store;
  /** The last report of each network, in the order of the networks. */
  readonly reports: readonly Report[];
  /** The servers of the scans that the reports are about, without those that opted out. */
  readonly networks: readonly NetworkServers[];
  readonly optedOut: (domain: string) => boolean;
  /** Where the site is seen, without a slash at the end. */
  readonly publicUrl: string | null;
}

/** The time series first: it is what most people want. */
export function allTables({ store, reports, networks, optedOut }: ExportInput): readonly Table[] {
  return [
    seriesTable(store),
    serverTable(networks, ownerSeat),
    hosterTable(reports),
    moverTable(reports),
    groupTable(networks, ownerSeat),
    moveTable(store, optedOut),
    stayTable(store, optedOut),
    scanTable(store),
    totalTable(store),
  ];
}

export function render(table: Table, format: Format): string | Buffer {
  if (format === 'csv') return toCsv(table);
  return format === 'parquet' ? toParquet(table) : toJson(table);
}

/**
 * Files of data with all that makes them usable: the columns explained, a JSON Schema of the reports, the
 * query for the headline table, how to cite, checksums. One at a time, because all together are large.
 */
export function exportFiles(
  input: ExportInput,
  tables: readonly Table[],
  formats: readonly Format[],
): Iterable<ExportFile> {
  return withChecksums(describedFiles(input, tables, formats));
}

/** The files, and then their checksums as `sha256sum --check` reads them. */
export function* withChecksums(files: Iterable<ExportFile>): Generator<ExportFile> {
  const sums: string[] = [];
  for (const file of files) {
    sums.push(`${createHash('sha256').update(file.content).digest('hex')}  ${file.name}\n`);
    yield file;
  }
  yield { name: 'SHA256SUMS', what: 'checksums of all these files', content: sums.join('') };
}

function* describedFiles(
  { reports, publicUrl }: ExportInput,
  tables: readonly Table[],
  formats: readonly Format[],
): Generator<ExportFile> {
  const resources: ReturnType<typeof packageResource>[] = [];
  for (const table of tables) {
    for (const format of formats) {
      const file = { name: `${table.name}.${format}`, what: table.what, content: render(table, format) };
      if (format !== 'json') resources.push(packageResource({ ...file, table, format }));
      yield file;
    }
  }
  for (const report of reports) {
    const what = `the whole report of ${report.network}`;
    yield { name: `report-${report.network}.json`, what, content: `${JSON.stringify(report)}\n` };
  }
  yield { name: 'report.schema.json', what: 'JSON Schema of the reports', content: reportSchema() };
  yield {
    name: 'headline.sql',
    what: 'DuckDB query for the headline table',
    content: `${HEADLINE_QUERY}\n`,
  };
  yield { name: 'COLUMNS.md', what: 'what each column means', content: describeColumns(tables) };
  yield { name: 'RECIPES.md', what: 'queries for common questions', content: recipes() };
  const [first] = reports;
  if (first !== undefined) yield* citationFiles(citedWeek(first, publicUrl));
  yield {
    name: 'datapackage.json',
    what: 'types, keys and checksums of the tables, as a Data Package',
    content: dataPackage(resources, reports),
  };
}

/** Queries that people ask of the tables; each is run in a test. */
export function recipes(): string {
  return readFileSync(new URL('recipes.md', import.meta.url), 'utf8');
}

export function reportSchema(): string {
  return readFileSync(new URL('report.schema.json', import.meta.url), 'utf8');
}
