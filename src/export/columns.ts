import { HEADLINE_QUERY } from './headline-query.ts';
import type { Table } from './table.ts';

/** The columns of all tables with what they mean, as Markdown, made from the tables themselves. */
export function describeColumns(tables: readonly Table[]): string {
  const parts = tables.map(
    ({ name, what, columns }) =>
      `## ${name}\n\n${capital(what)}.\n\n| column | type | meaning |\n|---|---|---|\n${columns
        .map((column) => `| \`${column.name}\` | ${column.type} | ${column.meaning} |`)
        .join('\n')}\n`,
  );
  return `# Columns

Licence: CC BY 4.0, naming whohosts; the address data is by the sources named in each report.
Empty (CSV) and null (JSON, Parquet) mean "not known". Shares are fractions from 0 to 1. In CSV an apostrophe stands before
text that a spreadsheet would take for a formula.

${parts.join('\n')}
## The headline table

With [DuckDB](https://duckdb.org/), in the folder of the Parquet files:

\`\`\`sql
${HEADLINE_QUERY}
\`\`\`
`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
