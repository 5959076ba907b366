import { ownerSeat } from '../attribution/rules/seats.ts';
import { NETWORKS } from '../model/network.ts';
import { scanOfEachWeek } from '../statistics/comparable-scans.ts';
import type { ExportFile } from './export-file.ts';
import { type ExportInput, withChecksums } from './files.ts';
import { moveTable, seriesTable } from './history-tables.ts';
import { toParquet } from './parquet.ts';
import { type NetworkServers, serverTable } from './server-table.ts';
import type { Table } from './table.ts';
import { ENGINES, tableDefinitions } from './table-definitions.ts';

/** Columns that are in the path of a file instead of in the file, as in Hive. */
const PARTITION_COLUMNS = ['network', 'week'];

/** The folder of one week of one network. */
export function partitionPath(table: string, network: string, week: string): string {
  return `${table}/network=${network}/week=${week}/${table}.parquet`;
}

/** A table without the columns that are in its path. */
export function partitionOf(table: Table): Table {
  const kept = table.columns.flatMap(({ name }, index) => (PARTITION_COLUMNS.includes(name) ? [] : [index]));
  return {
    ...table,
    columns: kept.flatMap((index) => table.columns[index] ?? []),
    *rows() {
      for (const row of table.rows()) yield kept.map((index) => row[index] ?? null);
    },
  };
}

/** The servers of one week as Parquet, for the partitioned layout. */
export function serverPartition(servers: NetworkServers): Buffer {
  return toParquet(partitionOf(serverTable([servers], ownerSeat)));
}

/**
 * All weeks as Parquet in a partitioned layout (`servers/network=xmpp/week=2026-W47/servers.parquet`), with
 * the definitions that DuckDB, Spark, Trino and ClickHouse read it by.
 */
export function partitionedFiles(input: ExportInput): Iterable<ExportFile> {
  return withChecksums(partitions(input));
}

function* partitions({ store, optedOut }: ExportInput): Generator<ExportFile> {
  for (const network of NETWORKS) {
    for (const [week, { id }] of scanOfEachWeek(store.scans.all(network))) {
      const servers = store.history.servers(id).filter(({ domain }) => !optedOut(domain));
      yield {
        name: partitionPath('servers', network, week),
        what: `every server of ${network} in ${week}`,
        content: serverPartition({ network, week, servers }),
      };
    }
  }
  const derived = [seriesTable(store), moveTable(store, optedOut)];
  for (const table of derived) yield* partitionTable(table);
  yield* definitionFiles([serverTable([], ownerSeat), ...derived]);
}

/** Definitions of whole tables for every engine. */
export function* definitionFiles(tables: readonly Table[]): Generator<ExportFile> {
  for (const engine of ENGINES) {
    const what = `definitions of the tables for ${engine}`;
    yield { name: `${engine}.sql`, what, content: tableDefinitions(engine, tables.map(partitionOf)) };
  }
}

/** Splits the rows of a table by network and week, in memory. */
function* partitionTable(table: Table): Generator<ExportFile> {
  const [network, week] = PARTITION_COLUMNS.map((name) =>
    table.columns.findIndex((column) => column.name === name),
  );
  const groups = Map.groupBy(table.rows(), (row) => `${row[network ?? 0]} ${row[week ?? 0]}`);
  for (const [key, rows] of groups) {
    const [ofNetwork = '', ofWeek = ''] = key.split(' ');
    yield {
      name: partitionPath(table.name, ofNetwork, ofWeek),
      what: `${table.name} of ${ofNetwork} in ${ofWeek}`,
      content: toParquet(partitionOf({ ...table, rows: () => rows })),
    };
  }
}
