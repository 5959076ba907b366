import { compileIPv4Table, type IPv4Rows, type IPv4Table, wholeIPv4Table } from '../tables/ipv4-table.ts';
import { compileIPv6Table, type IPv6Rows, type IPv6Table, wholeIPv6Table } from '../tables/ipv6-table.ts';
import { prefixRanges } from '../tables/prefix-ranges.ts';
import type { Columns, Sections } from '../tables/table-file.ts';
import { ipv4Sections, ipv4Table, ipv6Sections, ipv6Table } from '../tables/table-sections.ts';

/** Rules by address block, the longest block wins; values are numbers of rules, 0 for none. */
export interface PrefixRows {
  readonly ipv4: IPv4Rows;
  readonly ipv6: IPv6Rows;
}

/** The same, to be searched. */
export interface PrefixRules {
  readonly ipv4: IPv4Table;
  readonly ipv6: IPv6Table;
}

/** As {@link prefixRanges} reads the blocks. */
export function compilePrefixRules(entries: Iterable<readonly [cidr: string, value: number]>): PrefixRows {
  const { ipv4, ipv6 } = prefixRanges(entries);
  return { ipv4: compileIPv4Table(ipv4), ipv6: compileIPv6Table(ipv6) };
}

/** Rules that are in memory as a whole. */
export function wholePrefixRules({ ipv4, ipv6 }: PrefixRows): PrefixRules {
  return { ipv4: wholeIPv4Table(ipv4), ipv6: wholeIPv6Table(ipv6) };
}

/** Rules as sections of a table file, which may have several sets of them. */
export function prefixSections(name: string, { ipv4, ipv6 }: PrefixRows): Sections {
  return { ...ipv4Sections(ipv4, `${name}.`), ...ipv6Sections(ipv6, `${name}.`) };
}

export function prefixColumns(columns: Columns, name: string): PrefixRules {
  return { ipv4: ipv4Table(columns, `${name}.`), ipv6: ipv6Table(columns, `${name}.`) };
}
