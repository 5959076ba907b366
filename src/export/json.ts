import type { Table } from './table.ts';

/** A table as a JSON array of objects, one a line. */
export function toJson({ columns, rows }: Table): string {
  const lines: string[] = [];
  for (const row of rows()) {
    lines.push(
      JSON.stringify(Object.fromEntries(columns.map(({ name }, index) => [name, row[index] ?? null]))),
    );
  }
  return `[\n${lines.join(',\n')}\n]\n`;
}
