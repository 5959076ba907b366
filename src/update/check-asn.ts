import { createAsRegister } from '../attribution/compile/asn-csv.ts';
import { readAsnFiles } from '../attribution/compile/compile-as.ts';
import type { DownloadId } from '../attribution/databases/downloads.ts';
import { DataError } from '../model/expected-errors.ts';
import { ASN_CANARIES, checkCanaries } from './canaries.ts';
import { checkAgreement, checkRows, type Plausible } from './check-rows.ts';
import type { InUse, NewFile } from './source.ts';

export type PlausibleAsn = Readonly<Record<'ipv4' | 'ipv6', Plausible>>;

/**
 * Fewest and most rows. Such tables had 411,961 (IPv4) and 103,197 (IPv6) rows in 2026 if neighbours are
 * merged (ip-location-db), and more if each announcement is a row.
 */
export const ASN_ROWS: PlausibleAsn = { ipv4: [150_000, 3_000_000], ipv6: [40_000, 2_000_000] };

/**
 * Reads both files completely, and checks them against canaries and the table in use.
 *
 * @throws {DataError}
 */
export function checkAsn(
  id: DownloadId,
  files: readonly NewFile[],
  inUse: InUse,
  plausible: PlausibleAsn,
): void {
  const register = createAsRegister();
  const pathOf = (role: 'ipv4' | 'ipv6') => files.find((file) => file.role === role)?.path ?? '';
  for (const file of files) {
    checkRows(file, inUse.downloads[id], file.role === 'ipv6' ? plausible.ipv6 : plausible.ipv4);
  }
  const next = parsed(() => readAsnFiles({ ipv4: pathOf('ipv4'), ipv6: pathOf('ipv6') }, register));
  const used = readAsnFiles(inUse.databases.asn, register);
  for (const family of ['ipv4', 'ipv6'] as const) {
    checkCanaries(next[family], ASN_CANARIES, (value) => register.asns[value] ?? null);
    // Both tables share one register, so the same AS has the same number in both.
    checkAgreement(next[family], used[family], (left, right) => left === right, family);
  }
}

/** Turns a reader's error into a fault of the download. */
export function parsed<Result>(read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    const why = error instanceof Error ? error.message.replace(/^\/\S*\//, '') : 'unknown';
    throw new DataError(`it cannot be read: ${why}`);
  }
}
