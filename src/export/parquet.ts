import { ByteWriter, parquetWriteRows } from 'hyparquet-writer';
import type { Cell, Column, Table } from './table.ts';

const TYPES = {
  text: 'STRING',
  integer: 'INT64',
  number: 'DOUBLE',
  boolean: 'BOOLEAN',
  time: 'TIMESTAMP',
} as const;
/** Rows that are in memory at once. */
const GROUP = 20_000;

/** A table as Apache Parquet, compressed with Snappy; every column may be null. */
export function toParquet({ name, what, columns, rows }: Table): Buffer {
  const writer = new ByteWriter();
  parquetWriteRows({
    writer,
    rows: objects(columns, rows()),
    columns: columns.map((column) => ({ name: column.name, type: TYPES[column.type], nullable: true })),
    rowGroupSize: GROUP,
    createdBy: 'whohosts',
    kvMetadata: [
      { key: 'table', value: name },
      { key: 'description', value: what },
      { key: 'licence', value: 'CC BY 4.0' },
      // As in COLUMNS.md and in the Data Package, so that a file explains itself.
      {
        key: 'columns',
        value: JSON.stringify(Object.fromEntries(columns.map((one) => [one.name, one.meaning]))),
      },
    ],
  });
  return Buffer.from(writer.getBytes());
}

function* objects(
  columns: readonly Column<never>[],
  rows: Iterable<readonly Cell[]>,
): Generator<Record<string, Cell | bigint | Date>> {
  for (const row of rows) {
    yield Object.fromEntries(
      columns.map((column, index) => [column.name, typed(row[index] ?? null, column)]),
    );
  }
}

function typed(cell: Cell, { type }: Column<never>): Cell | bigint | Date {
  if (type === 'time') return typeof cell === 'string' ? new Date(cell) : null;
  if (typeof cell === 'string') return cell.toWellFormed();
  return type === 'integer' && typeof cell === 'number' ? BigInt(cell) : cell;
}
