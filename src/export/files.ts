import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Report } from '../report/report-shape.ts';
import type { Store } from '../store/store.ts';
import { describeColumns } from './columns.ts';
import { toCsv } from './csv.ts';
import { HEADLINE_QUERY } from './headline-query.ts';
import { scanTable, stayTable, totalTable } from './history-tables.ts';
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
}

export interface ExportFile {
  readonly name: string;
  /** In a few words. */
  readonly what: string;
  readonly content: string | Buffer;
}

/** The tables that are quickly made; `stays` reads every scan and stands apart. */
export function exportTables({ store, reports, networks }: ExportInput): readonly Table[] {
  return [
    serverTable(networks),
    hosterTable(reports),
    moverTable(reports),
    scanTable(store),
    totalTable(store),
  ];
}

export function allTables(input: ExportInput): readonly Table[] {
  return [...exportTables(input), stayTable(input.store, input.optedOut)];
}

export function render(table: Table, format: Format): string | Buffer {
  if (format === 'csv') return toCsv(table);
  return format === 'parquet' ? toParquet(table) : toJson(table);
}

/**
 * Files of data with all that makes them usable: the columns explained, a JSON Schema of the reports, the query for the
 * headline table, checksums. One at a time, because all together are large.
 */
export function* exportFiles(
  input: ExportInput,
  tables: readonly Table[],
  formats: readonly Format[],
): Generator<ExportFile> {
  const sums: string[] = [];
  const add = (file: ExportFile): ExportFile => {
    sums.push(`${createHash('sha256').update(file.content).digest('hex')}  ${file.name}`);
    return file;
  };
  for (const table of tables) {
    for (const format of formats) {
      yield add({ name: `${table.name}.${format}`, what: table.what, content: render(table, format) });
    }
  }
  for (const report of input.reports) {
    const content = `${JSON.stringify(report)}\n`;
    yield add({
      name: `report-${report.network}.json`,
      what: `the whole report of ${report.network}`,
      content,
    });
  }
  yield add({ name: 'report.schema.json', what: 'JSON Schema of the reports', content: reportSchema() });
  yield add({
    name: 'headline.sql',
    what: 'DuckDB query for the headline table',
    content: `${HEADLINE_QUERY}\n`,
  });
  yield add({ name: 'COLUMNS.md', what: 'what each column means', content: describeColumns(tables) });
  yield { name: 'SHA256SUMS', what: 'checksums of all these files', content: `${sums.join('\n')}\n` };
}

export function reportSchema(): string {
  return readFileSync(new URL('report.schema.json', import.meta.url), 'utf8');
}
