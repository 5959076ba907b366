import { parquetWriteBuffer } from 'hyparquet-writer';
import type { Cell, Column, Table } from './table.ts';

const TYPES = { text: 'STRING', integer: 'INT64', number: 'DOUBLE', boolean: 'BOOLEAN' } as const;

/** A table as Apache Parquet, compressed with Snappy; every column may be null. */
export function toParquet({ name, columns, rows }: Table): Buffer {
  const columnData = columns.map((column) => ({
    name: column.name,
    type: TYPES[column.type],
    nullable: true,
    data: [] as (Cell | bigint)[],
  }));
  for (const row of rows()) {
    for (const [index, column] of columns.entries())
      columnData[index]?.data.push(typed(row[index] ?? null, column));
  }
  const file = parquetWriteBuffer({
    columnData,
    createdBy: 'whohosts',
    kvMetadata: [{ key: 'table', value: name }],
  });
  return Buffer.from(file);
}

function typed(cell: Cell, { type }: Column<never>): Cell | bigint {
  if (typeof cell === 'string') return cell.toWellFormed();
  return type === 'integer' && typeof cell === 'number' ? BigInt(cell) : cell;
}
