import { createHash } from 'node:crypto';
import type { Report } from '../report/report-shape.ts';
import type { Column, Table } from './table.ts';

/** A file that was written, as far as a description of it needs. */
export interface PackagedFile {
  readonly name: string;
  readonly content: string | Buffer;
  readonly table: Table;
  readonly format: 'csv' | 'parquet';
}

/**
 * What tells the rows of a table apart. Some of its columns are empty where they do not apply, so these are
 * unique together, and not a primary key in the strict sense of SQL.
 */
const KEYS: Readonly<Record<string, readonly string[]>> = {
  servers: ['network', 'domain'],
  hosters: ['network', 'layer', 'id'],
  movers: ['network', 'domain'],
  scans: ['scan_id'],
  history: ['scan_id', 'layer', 'key'],
  series: ['week', 'network', 'layer', 'id'],
  moves: ['scan_id', 'domain'],
  stays: ['network', 'domain', 'from_week', 'to_week'],
};

const TYPES: Readonly<Record<Column<never>['type'], string>> = {
  text: 'string',
  integer: 'integer',
  number: 'number',
  boolean: 'boolean',
  time: 'datetime',
};

const MEDIA_TYPES = { csv: 'text/csv', parquet: 'application/vnd.apache.parquet' } as const;

/** The resource of one file, so that the file itself need not be kept. */
export function packageResource({ name, content, table, format }: PackagedFile) {
  const key = KEYS[table.name];
  return {
    name: format === 'csv' ? table.name : `${table.name}-${format}`,
    path: name,
    title: table.what,
    format,
    mediatype: MEDIA_TYPES[format],
    ...(format === 'csv' ? { encoding: 'utf-8', dialect: { delimiter: ',', lineTerminator: '\r\n' } } : {}),
    bytes: Buffer.byteLength(content),
    hash: `sha256:${createHash('sha256').update(content).digest('hex')}`,
    schema: {
      fields: table.columns.map((column) => ({
        name: column.name,
        type: TYPES[column.type],
        description: column.meaning,
      })),
      missingValues: [''],
      ...(key === undefined ? {} : { primaryKey: key }),
    },
  };
}

/**
 * A description of the tables that programs understand: types, keys, units, checksums (Data Package of
 * Frictionless Data, version 1).
 */
export function dataPackage(
  resources: readonly ReturnType<typeof packageResource>[],
  reports: readonly Report[],
): string {
  const [first] = reports;
  const document = {
    profile: 'data-package',
    name: 'whohosts',
    title: 'Who hosts the fediverse',
    description:
      'Every server of the last scans, who hosts it, and the history. Shares are fractions, 0 to 1; an empty value is not known.',
    ...(first === undefined ? {} : { version: first.week, created: first.finishedAt }),
    licenses: [
      {
        name: 'CC-BY-4.0',
        title: 'Creative Commons Attribution 4.0',
        path: 'https://creativecommons.org/licenses/by/4.0/',
      },
    ],
    contributors: [{ title: 'whohosts', role: 'author' }],
    sources: reports.map(({ network, source }) => ({ title: `list of servers (${network}): ${source}` })),
    resources,
  };
  return `${JSON.stringify(document, null, 1)}\n`;
}
