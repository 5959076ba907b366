import { readFileSync } from 'node:fs';
import { errorMessage } from '../../text/error-text.ts';
import { compileIPv4Table, countAddresses } from '../tables/ipv4-table.ts';
import { compileIPv6Table } from '../tables/ipv6-table.ts';
import { combineLists, type RangeList } from '../tables/range-list.ts';
import type { Sections } from '../tables/table-file.ts';
import { ipv4Sections, ipv6Sections, textSections } from '../tables/table-sections.ts';
import { packTexts } from '../tables/text-list.ts';
import { type AsRegister, createAsRegister, readAsnCsv } from './asn-csv.ts';

/** One CSV file a family, in the form of ip-location-db. */
export interface AsnFiles {
  readonly ipv4: string;
  readonly ipv6: string;
}

export interface MoreAsnFiles {
  /**
   * Speaks where the first files know no AS, and its names win: those of a routing table are mere handles.
   */
  readonly fill?: AsnFiles | undefined;
  /** Only its names are taken, for numbers that `fill` does not name. */
  readonly names?: AsnFiles | undefined;
}

/** The AS table of both families from CSV files; throws where a row is not of their form. */
export function compileAs(ipv4File: string, ipv6File: string, more: MoreAsnFiles = {}): Sections {
  const register = createAsRegister();
  // The first name of a number stays.
  const fill = more.fill === undefined ? null : readAsnFiles(more.fill, register);
  if (more.names !== undefined) readAsnFiles(more.names, register);
  const first = readAsnFiles({ ipv4: ipv4File, ipv6: ipv6File }, register);
  const united = (family: 'ipv4' | 'ipv6') =>
    fill === null ? first[family] : combineLists(first[family], fill[family], (left, right) => left || right);
  const ipv4 = compileIPv4Table(united('ipv4'));
  return {
    ...ipv4Sections(ipv4),
    ...ipv6Sections(compileIPv6Table(united('ipv6'))),
    asns: Uint32Array.from(register.asns),
    addresses: Uint32Array.from(countAddresses(ipv4, register.asns.length)),
    ...textSections('names', packTexts(register.names)),
  };
}

/** Both families as ranges of the register's numbers. */
export function readAsnFiles(
  { ipv4, ipv6 }: AsnFiles,
  register: AsRegister,
): { readonly ipv4: RangeList; readonly ipv6: RangeList } {
  return {
    ipv4: named(ipv4, () => readAsnCsv(readFileSync(ipv4), 1, register)),
    ipv6: named(ipv6, () => readAsnCsv(readFileSync(ipv6), 4, register)),
  };
}

function named<T>(file: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new Error(`${file}: ${errorMessage(error)}`, { cause: error });
  }
}
