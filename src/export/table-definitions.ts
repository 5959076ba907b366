import type { Column, Table } from './table.ts';

/** Engines that read the partitioned layout as it is. */
export const ENGINES = ['duckdb', 'spark', 'trino', 'clickhouse'] as const;
export type Engine = (typeof ENGINES)[number];

type Types = Readonly<Record<Column<never>['type'], string>>;

const SPARK: Types = {
  text: 'STRING',
  integer: 'BIGINT',
  number: 'DOUBLE',
  boolean: 'BOOLEAN',
  time: 'TIMESTAMP',
};
const TRINO: Types = { ...SPARK, text: 'VARCHAR', time: 'TIMESTAMP(3)' };
const CLICKHOUSE: Types = {
  text: 'Nullable(String)',
  integer: 'Nullable(Int64)',
  number: 'Nullable(Float64)',
  boolean: 'Nullable(Bool)',
  time: "Nullable(DateTime64(3, 'UTC'))",
};

const columnList = ({ columns }: Table, types: Types): string =>
  columns.map(({ name, type }) => `  ${name} ${types[type]}`).join(',\n');

const WRITE: Readonly<Record<Engine, { readonly head: string; readonly table: (table: Table) => string }>> = {
  duckdb: {
    head: 'Run in the folder of this file: duckdb -init duckdb.sql',
    table: ({ name }) => `CREATE OR REPLACE VIEW ${name} AS
SELECT * FROM read_parquet('${name}/*/*/${name}.parquet', hive_partitioning = true,
  hive_types = {'network': VARCHAR, 'week': VARCHAR});
`,
  },
  spark: {
    head: 'Put the folder where Spark sees it, and its address in the place of /data/whohosts.',
    table: (table) => `CREATE TABLE ${table.name} (
${columnList(table, SPARK)},
  network STRING,
  week STRING
) USING PARQUET PARTITIONED BY (network, week) LOCATION '/data/whohosts/${table.name}';
MSCK REPAIR TABLE ${table.name};
`,
  },
  trino: {
    head: 'With a catalog `hive` and a schema `whohosts`; put the address of the folder in the place of s3://bucket/whohosts.',
    table: (table) => `CREATE TABLE hive.whohosts.${table.name} (
${columnList(table, TRINO)},
  network VARCHAR,
  week VARCHAR
) WITH (format = 'PARQUET', external_location = 's3://bucket/whohosts/${table.name}', partitioned_by = ARRAY['network', 'week']);
CALL hive.system.sync_partition_metadata('whohosts', '${table.name}', 'FULL');
`,
  },
  clickhouse: {
    head: 'Run in the folder of this file: clickhouse local --queries-file clickhouse.sql --interactive',
    table: (table) => `CREATE VIEW ${table.name} AS
SELECT *, extract(_path, 'network=([a-z]+)') AS network, extract(_path, 'week=([0-9]{4}-W[0-9]{2})') AS week
FROM file('${table.name}/*/*/${table.name}.parquet', Parquet, '
${columnList(table, CLICKHOUSE).replaceAll("'", "\\'")}
') SETTINGS use_hive_partitioning = 0;
`,
  },
};

/** SQL that defines the tables of the partitioned layout for an engine. */
export function tableDefinitions(engine: Engine, tables: readonly Table[]): string {
  const { head, table } = WRITE[engine];
  return `-- ${head}\n\n${tables.map(table).join('\n')}`;
}
