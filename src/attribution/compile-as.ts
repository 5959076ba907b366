import { readFileSync } from 'node:fs';
import { createAsRegister, readAsnCsv } from './asn-csv.ts';
import { compileIPv4Table } from './ipv4-table.ts';
import { compileIPv6Table } from './ipv6-table.ts';
import type { Sections } from './table-file.ts';
import { ipv4Sections, ipv6Sections, textSections } from './table-sections.ts';
import { packTexts } from './text-list.ts';

/** The AS table of both families from the CSV files of ip-location-db; throws where a row is not of their form. */
export function compileAs(ipv4File: string, ipv6File: string): Sections {
  const register = createAsRegister();
  const ipv4 = named(ipv4File, () => readAsnCsv(readFileSync(ipv4File), 1, register));
  const ipv6 = named(ipv6File, () => readAsnCsv(readFileSync(ipv6File), 4, register));
  return {
    ...ipv4Sections(compileIPv4Table(ipv4)),
    ...ipv6Sections(compileIPv6Table(ipv6)),
    asns: Uint32Array.from(register.asns),
    ...textSections('names', packTexts(register.names)),
  };
}

function named<T>(file: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new Error(`${file}: ${error instanceof Error ? error.message : error}`, { cause: error });
  }
}
