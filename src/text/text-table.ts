export interface TextColumn<T> {
  readonly title: string;
  readonly value: (row: T) => string;
  /** Aligns the column to the right, as for numbers. */
  readonly right?: boolean;
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
const SQUARE =
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303f\uff01-\uff60]/u;

/** A plain-text table: columns two spaces apart, below a line of titles. */
export function writeTable<T>(rows: readonly T[], columns: readonly TextColumn<T>[]): string {
  const cells = columns.map(({ title, value }) => [title, ...rows.map(value)]);
  const widths = cells.map((column) => Math.max(...column.map(cellsWide)));
  const lines = Array.from({ length: rows.length + 1 }, (_, line) =>
    columns
      .map(({ right = false }, index) => pad(cells[index]?.[line] ?? '', widths[index] ?? 0, right))
      .join('  ')
      .trimEnd(),
  );
  return lines.join('\n');
}

/** Width in terminal cells: a full-width character takes two. */
function cellsWide(text: string): number {
  let width = 0;
  for (const { segment } of graphemes.segment(text)) width += SQUARE.test(segment) ? 2 : 1;
  return width;
}

function pad(text: string, width: number, right: boolean): string {
  const space = ' '.repeat(Math.max(0, width - cellsWide(text)));
  return right ? `${space}${text}` : `${text}${space}`;
}
