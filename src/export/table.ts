/** What a cell can hold. Null is "not known", never zero. */
export type Cell = string | number | boolean | null;

export interface Column<Row> {
  readonly name: string;
  /** `time`: a moment, ISO 8601 in UTC. */
  readonly type: 'text' | 'integer' | 'number' | 'boolean' | 'time';
  /** What it says, with the unit where it has one. */
  readonly meaning: string;
  readonly value: (row: Row) => Cell;
}

/** A table that is exported, with what it says documented beside how it is made. */
export interface Table {
  /** Also the name of its file. */
  readonly name: string;
  readonly what: string;
  readonly columns: readonly Column<never>[];
  /** Cells in the order of the columns. */
  readonly rows: () => Iterable<readonly Cell[]>;
}

/** @param meaning what the column says, with the unit where it has one */
type MakeColumn = <Row>(name: string, meaning: string, value: (row: Row) => Cell) => Column<Row>;

const columnOf =
  (type: Column<never>['type']): MakeColumn =>
  (name, meaning, value) => ({ name, type, meaning, value });

export const text = columnOf('text');
export const integer = columnOf('integer');
export const number = columnOf('number');
export const boolean = columnOf('boolean');
export const time = columnOf('time');

/** The column that every table has that tells of servers. */
export const networkColumn = <Row>(value: (row: Row) => Cell): Column<Row> =>
  text('network', 'fediverse, xmpp, matrix or web', value);

export function defineTable<Row>(options: {
  readonly name: string;
  readonly what: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: () => Iterable<Row>;
}): Table {
  const { columns, rows } = options;
  return {
    ...options,
    columns: columns as readonly Column<never>[],
    *rows() {
      for (const row of rows()) yield columns.map(({ value }) => value(row));
    },
  };
}
