import { join } from 'node:path';
import { createLineWriter, linesOf } from './lines.ts';
import { DataError, type NewFile } from './source.ts';

/** One range of a publisher's table; `asn` as text, names as they are. */
export interface AsnRow {
  readonly start: string;
  readonly end: string;
  readonly asn: string;
  readonly name: string;
}

/** How a publisher writes one line: the range, `unrouted` where nobody announces it, null where it is of another form. */
export type ReadRow = (line: string) => AsnRow | 'unrouted' | null;

/** Writes a publisher's lines as CSV in the form of ip-location-db, one file a family. @throws {DataError} */
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
        if (row === null || writer === undefined) throw new DataError(`line ${number} is of another form`);
        writer.add(`${row.start},${row.end},${row.asn},"${row.name.replaceAll('"', '""')}"`);
      }
      for (const writer of writers.values()) await writer.flush();
    }
  } finally {
    for (const writer of writers.values()) await writer.close();
  }
  return [...writers].map(([role, { rows }]) => ({ role, path: join(dir, `${role}.csv`), rows }));
}
