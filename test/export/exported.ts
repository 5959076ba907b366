import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import type { ExportFile } from '../../src/export/export-file.ts';
import { allTables, exportFiles, FORMATS } from '../../src/export/files.ts';
import { NETWORKS } from '../../src/model/network.ts';
import { latestReport } from '../../src/report/latest.ts';
import type { Report } from '../../src/report/report-shape.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { writeHistory } from '../bench/fediverse-history.ts';
import { temporaryFolder } from '../kit/findings.ts';

/** All files of an export of two networks, and the reports of the same scans. */
export interface Exported {
  readonly store: Store;
  readonly reports: readonly Report[];
  readonly files: ReadonlyMap<string, ExportFile>;
  /** The text of a file; empty if there is no such file. */
  readonly content: (name: string) => string;
  readonly folder: ReturnType<typeof temporaryFolder>;
  readonly discard: () => void;
}

export const TABLES = [
  ...['series', 'servers', 'hosters', 'movers', 'groups', 'moves', 'stays', 'scans', 'history'],
];

export function exportModel(): Exported {
  const folder = temporaryFolder();
  const store = openStore(folder.file('whohosts.db'));
  writeHistory(store, { servers: 500, weeks: 4 });
  writeHistory(store, { network: 'xmpp', servers: 60, weeks: 2, seed: 3 });
  const reports = NETWORKS.map((network) => latestReport(store, network, [], () => false)).filter(
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
    optedOut: (domain: string) => domain.startsWith('tea-'),
    publicUrl: 'https://whohosts.example',
  };
  const files = new Map([...exportFiles(input, allTables(input), FORMATS)].map((file) => [file.name, file]));
  return {
    store,
    reports,
    files,
    content: (name) => files.get(name)?.content.toString() ?? '',
    folder,
    discard: () => {
      store.close();
      folder.remove();
    },
  };
}

export type Rows = readonly Record<string, unknown>[];
/** Asks DuckDB one query. `asJson`: values as JSON has them, without DuckDB's own types. */
export type Ask = (sql: string, options?: { readonly asJson?: boolean }) => Promise<Rows>;

/** Opens DuckDB with the given statements run first. Its errors name the query that failed. */
export async function withDuckDb<T>(first: string, use: (ask: Ask) => Promise<T>): Promise<T> {
  const database = await DuckDBInstance.create(':memory:');
  const connection = await database.connect();
  try {
    await connection.run(first);
    return await use(async (sql, { asJson = false } = {}) => {
      const read = await connection.runAndReadAll(sql).catch((error: Error) => {
        throw new Error(`${sql}: ${error.message}`);
      });
      return asJson ? read.getRowObjectsJson() : read.getRowObjects();
    });
  } finally {
    connection.closeSync();
    database.closeSync();
  }
}

/** Writes files into a folder, making the folders in their names. */
export function writeFiles(directory: string, files: ReadonlyMap<string, ExportFile>): void {
  for (const [name, { content }] of files) {
    mkdirSync(dirname(join(directory, name)), { recursive: true });
    writeFileSync(join(directory, name), content);
  }
}
