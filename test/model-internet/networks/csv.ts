import { readFile } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import { parseAddress } from '../../../src/model/address.ts';
import { type Domain, parseDomain } from '../../../src/model/domain.ts';
import { fraction } from '../random.ts';
import type { ModelServer } from './server.ts';

export interface CsvInternet {
  /** Those with an address; every other name is NXDOMAIN by being unknown. */
  readonly servers: readonly ModelServer[];
  /** Names without an address. */
  readonly without: readonly Domain[];
  /** Lines whose name was there before, in Unicode and in punycode say; the line with an address counts. */
  readonly repeated: number;
  /** Lines whose name or address cannot be read. */
  readonly skipped: readonly string[];
}

type Row = Readonly<Record<string, string | undefined>>;

/** Names in one certificate: signing takes a millisecond or so, a handshake with a longer list is slower. */
const GROUP_SIZE = 100;

/**
 * Reads a CSV with the columns `domain`, `ip`, `software` and `users`; others are ignored. Names become
 * punycode. The file has no active users, so the model claims between 5 and 40 % of all, by the hash of the
 * name: the same in each run.
 */
export async function readCsv(file: string): Promise<CsvInternet> {
  const rows: readonly Row[] = parse(await readFile(file), {
    columns: true,
    bom: true,
    skip_empty_lines: true,
    relax_column_count: true,
  });
  const chosen = new Map<Domain, Row>();
  const skipped: string[] = [];
  let repeated = 0;
  for (const row of rows) {
    const parsed = parseDomain(row.domain ?? '');
    if (!parsed.ok || (row.ip && parseAddress(row.ip) === null)) {
      skipped.push(row.domain ?? '');
      continue;
    }
    const before = chosen.get(parsed.domain);
    if (before !== undefined) repeated++;
    if (before === undefined || !before.ip) chosen.set(parsed.domain, row);
  }
  const servers: ModelServer[] = [];
  const without: Domain[] = [];
  for (const [domain, row] of chosen) {
    if (row.ip) servers.push(serverOf(domain, row.ip, row, servers.length));
    else without.push(domain);
  }
  return { servers, without, repeated, skipped };
}

function serverOf(domain: Domain, ip: string, row: Row, index: number): ModelServer {
  const total = row.users ? Number(row.users) : Number.NaN;
  return {
    domain,
    ...(ip.includes(':') ? { ipv6: ip } : { ip }),
    software: row.software || 'unknown',
    ...(Number.isSafeInteger(total) && total >= 0
      ? { users: { total, activeMonth: Math.round(total * (0.05 + 0.35 * fraction(`active ${domain}`))) } }
      : {}),
    group: `csv-${Math.floor(index / GROUP_SIZE)}`,
  };
}
