import ipaddr from 'ipaddr.js';
import type { PublishedFront } from '../attribution/databases/downloads.ts';
import { compilePrefixRules, type PrefixRules, wholePrefixRules } from '../attribution/rules/prefix-rules.ts';
import { wordAt } from '../attribution/tables/column.ts';
import { parseIPv4 } from '../attribution/tables/ipv4.ts';
import { findIPv4 } from '../attribution/tables/ipv4-table.ts';
import { parseIPv6 } from '../attribution/tables/ipv6.ts';
import { findIPv6, valueIPv6 } from '../attribution/tables/ipv6-table.ts';
import { isPublic, parseAddress } from '../model/address.ts';
import { DataError } from '../model/expected-errors.ts';

export interface PrefixRulesOfThumb {
  /** The shortest prefix length that a list may contain. */
  readonly shortest: { readonly ipv4: number; readonly ipv6: number };
  /** The most IPv4 addresses, and the most IPv6 /48s, in the whole list. */
  readonly most: { readonly ipv4: number; readonly ipv6: number };
}

/** Addresses of each front that it has published for years. */
const INSIDE: Readonly<Record<PublishedFront, readonly string[]>> = {
  cloudflare: ['104.16.1.1', '172.67.1.1', '2606:4700::1'],
  cloudfront: ['13.32.1.1', '99.84.1.1', '2600:9000:2000::1'],
  fastly: ['151.101.1.1', '199.232.1.1', '2a04:4e42::1'],
  bunny: [],
};
/** Addresses that are behind no front. */
const OUTSIDE = [
  '8.8.8.8',
  '116.203.1.1',
  '133.242.1.1',
  '51.15.1.1',
  '193.0.6.1',
  '2a01:4f8::1',
  '2001:4860:4860::8888',
];
/** The smallest fraction of the known prefixes that a new list must contain. */
const LEAST_KEPT = 0.5;

/**
 * Checks a front's list of prefixes. They must be valid CIDR, public, and plausible in total size. They must
 * contain the front's own well-known addresses, but not those of others, and most of the prefixes known
 * before.
 *
 * @throws {DataError}
 */
export function checkPrefixes(
  id: PublishedFront,
  prefixes: readonly string[],
  known: readonly string[],
  { shortest, most }: PrefixRulesOfThumb,
): void {
  let ipv4 = 0;
  let ipv6 = 0;
  for (const prefix of prefixes) {
    const { kind, bits, first, last } = readBlock(prefix);
    if (bits < shortest[kind]) throw new DataError(`a block of /${bits} is too large`);
    if (!isPublic(first) || !isPublic(last))
      throw new DataError('a block contains addresses that are not public');
    if (kind === 'ipv4') ipv4 += 2 ** (32 - bits);
    else ipv6 += 2 ** (48 - bits);
  }
  if (ipv4 > most.ipv4 || ipv6 > most.ipv6) throw new DataError('more addresses than a front can have');

  const rules = compiled(prefixes);
  const others = Object.entries(INSIDE).flatMap(([other, list]) => (other === id ? [] : list));
  const foreign = [...OUTSIDE, ...others].find((address) => covers(rules, address));
  if (foreign !== undefined) throw new DataError(`it contains ${foreign}, which belongs to someone else`);
  const own = INSIDE[id].filter((address) => covers(rules, address)).length;
  if (own < INSIDE[id].length / 2) throw new DataError('most of its best-known addresses are missing');
  const kept = known.filter((prefix) => covers(rules, prefix.slice(0, prefix.indexOf('/')))).length;
  if (kept < known.length * LEAST_KEPT) {
    throw new DataError(`it contains only ${kept} of the ${known.length} known blocks`);
  }
}

function readBlock(prefix: string) {
  const slash = prefix.lastIndexOf('/');
  const first = parseAddress(prefix.slice(0, slash));
  const length = prefix.slice(slash + 1);
  if (slash < 0 || first === null || !/^\d{1,3}$/.test(length) || !ipaddr.isValidCIDR(prefix)) {
    throw new DataError('an entry is not an address block in CIDR notation');
  }
  const kind = first.includes(':') ? ('ipv6' as const) : ('ipv4' as const);
  const broadcast =
    kind === 'ipv4'
      ? ipaddr.IPv4.broadcastAddressFromCIDR(prefix)
      : ipaddr.IPv6.broadcastAddressFromCIDR(prefix);
  const last = parseAddress(broadcast.toString());
  if (last === null) throw new Error(`${prefix} has no last address`);
  return { kind, bits: Number(length), first, last };
}

function compiled(prefixes: readonly string[]): PrefixRules {
  try {
    return wholePrefixRules(compilePrefixRules(prefixes.map((prefix) => [prefix, 1] as const)));
  } catch {
    throw new DataError('a block has bits set after its prefix length');
  }
}

function covers({ ipv4, ipv6 }: PrefixRules, address: string): boolean {
  const number = parseIPv4(address);
  if (number >= 0) return wordAt(ipv4.values, findIPv4(ipv4, number)) === 1;
  const words = new Uint32Array(4);
  return parseIPv6(address, words) && valueIPv6(ipv6, words, findIPv6(ipv6, words)) === 1;
}
