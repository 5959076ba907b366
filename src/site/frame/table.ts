import { type Content, type Html, html } from './html.ts';

export interface HtmlColumn<Row> {
  /** Empty where the column only shows what the one before says. */
  readonly head: string;
  readonly cell: (row: Row) => Content;
  /** The value to sort by where the text is not it; a column with it is set as numbers. */
  readonly number?: (row: Row) => number | null;
  /** Left out on narrow screens. */
  readonly minor?: boolean;
}

export interface TableOptions<Row> {
  /** Says what the table holds, to those who see and those who hear it. */
  readonly caption: Content;
  /** The same in plain words, for the scrolling frame. */
  readonly label: string;
  /** Those that this table does without are false. */
  readonly columns: readonly (HtmlColumn<Row> | false)[];
  readonly rows: readonly Row[];
  /** Offers a field that filters the rows, where scripts run. */
  readonly filter?: string;
  /** Rows that are different questions, with their answers in columns: nothing to sort. */
  readonly isSheet?: boolean;
  /** Said in place of a table without rows. */
  readonly empty?: string;
}

/**
 * A table that is complete without scripts and can be sorted and filtered with them. The first cell heads its
 * row.
 */
export function table<Row>(options: TableOptions<Row>): Html {
  const { caption, label, rows, filter, empty, isSheet = false } = options;
  const columns = options.columns.filter((column) => column !== false);
  if (rows.length === 0) return html`<p class="none">${empty ?? 'None.'}</p>`;
  const classes = columns.map(({ number, minor }) => {
    const names = [number === undefined ? null : 'n', minor === true ? 'minor' : null].filter(
      (name) => name !== null,
    );
    return names.length === 0 ? null : html` class="${names.join(' ')}"`;
  });
  return html`<div class="frame" role="region" tabindex="0" aria-label="${label}">
    <table${isSheet ? html` class="sheet"` : html` data-sort`}${filter === undefined ? null : html` data-filter="${filter}"`}>
    <caption>${caption}</caption>
    <thead><tr>${columns.map(({ head }, index) => (head === '' ? html`<td${classes[index]}></td>` : html`<th scope="col"${classes[index]}>${head}</th>`))}</tr></thead>
    <tbody>
    ${rows.map((row) => html`<tr>${columns.map((column, index) => cell(row, column, classes[index], index === 0))}</tr>\n`)}
    </tbody></table></div>`;
}

function cell<Row>(
  row: Row,
  { cell: content, number }: HtmlColumn<Row>,
  classes: Content,
  head: boolean,
): Html {
  const value = number?.(row);
  const sort = value === undefined || value === null ? null : html` data-v="${sortKey(value)}"`;
  return head
    ? html`<th scope="row"${classes}${sort}>${content(row)}</th>`
    : html`<td${classes}${sort}>${content(row)}</td>`;
}

/** Six digits tell any two rows apart that a reader would; more would only weigh. */
function sortKey(value: number): string {
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(6)));
}
