import { readFile } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import { parseAddress } from '../../src/model/address.ts';
import { parseDomain } from '../../src/model/domain.ts';
import type { ModelServer } from './model-server.ts';
import { fraction } from './random.ts';

export interface CsvInternet {
  /** Those with an address; every other name is NXDOMAIN by being unknown. */
  readonly servers: readonly ModelServer[];
  /** Names without an address. */
  readonly without: readonly string[];
  /** Lines whose name or address cannot be read, and repeated names. */
  readonly skipped: readonly string[];
}

/** Names in one certificate: signing takes a millisecond or so, a handshake with a longer list is slower. */
const GROUP_SIZE = 100;

/**
 * Reads a CSV with the columns `domain`, `ip`, `software` and `users`; others are ignored. Names become punycode. The file
 * has no active users, so the model claims between 5 and 40 % of all, by the hash of the name: the same in each run.
 */
export async function readCsv(file: string): Promise<CsvInternet> {
  const rows: readonly Record<string, string | undefined>[] = parse(await readFile(file), {
    columns: true,
    bom: true,
    skip_empty_lines: true,
    relax_column_count: true,
  });
  const servers = new Map<string, ModelServer>();
  const without = new Set<string>();
  const skipped: string[] = [];
  for (const row of rows) {
    const parsed = parseDomain(row.domain ?? '');
    const ip = parseAddress(row.ip ?? '');
    if (!parsed.ok || (row.ip && ip === null) || servers.has(parsed.domain) || without.has(parsed.domain)) {
      skipped.push(row.domain ?? '');
      continue;
    }
    if (ip === null) without.add(parsed.domain);
    else servers.set(parsed.domain, serverOf(parsed.domain, ip, row, servers.size));
  }
  return { servers: [...servers.values()], without: [...without], skipped };
}

function serverOf(
  domain: string,
  ip: string,
  row: Record<string, string | undefined>,
  index: number,
): ModelServer {
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
