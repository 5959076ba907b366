import { join } from 'node:path';
import { DataError } from '../model/expected-errors.ts';
import { createLineWriter, linesOf } from './read-lines.ts';
import type { NewFile } from './source.ts';

/** One range of a publisher's table. `asn` is the number as text, `name` is unchanged. */
export interface AsnRow {
  readonly start: string;
  readonly end: string;
  readonly asn: string;
  readonly name: string;
}

/**
 * Reads one line of a publisher's table: a range, `unrouted` if no AS announces it, null if the line has an
 * unexpected format.
 */
export type ReadRow = (line: string) => AsnRow | 'unrouted' | null;

/**
 * Converts a publisher's lines to CSV as ip-location-db has it, one file per address family.
 *
 * @throws {DataError}
 */
export async function saveAsnRows(
  data: AsyncIterable<Buffer>,
  readRow: ReadRow,
  dir: string,
  roles: readonly ('ipv4' | 'ipv6')[],
): Promise<readonly NewFile[]> {
  const writers = new Map(
    await Promise.all(
      roles.map(async (role) => [role, await createLineWriter(join(dir, `${role}.csv`))] as const),
    ),
  );
  let number = 0;
  try {
    for await (const lines of linesOf(data)) {
      for (const line of lines) {
        number++;
        const row = readRow(line);
        if (row === 'unrouted') continue;
        const writer = writers.get(row?.start.includes(':') ? 'ipv6' : 'ipv4');
        if (row === null || writer === undefined)
          throw new DataError(`line ${number} has an unexpected format`);
        writer.add(`${row.start},${row.end},${row.asn},"${row.name.replaceAll('"', '""')}"`);
      }
      for (const writer of writers.values()) await writer.flush();
    }
  } finally {
    for (const writer of writers.values()) await writer.close();
  }
  return [...writers].map(([role, { rows }]) => ({ role, path: join(dir, `${role}.csv`), rows }));
}
