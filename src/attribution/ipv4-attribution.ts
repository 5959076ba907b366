import type { Attribution } from '../model/attribution.ts';
import { type AnswerFrom, unattributed } from './answers.ts';
import type { Tables } from './databases/compiled-tables.ts';
import type { AsHolder } from './names/as-holders.ts';
import type { AddressRules } from './rules/address-rules.ts';
import { isPublicBlock, isPublicIPv4 } from './rules/publicness.ts';
import { ANYCAST, locate } from './rules/sites.ts';
import { wordAt } from './tables/column.ts';
import { formatIPv4Network } from './tables/ipv4.ts';
import { BLOCKS, blockBits, findIPv4, hasValues, type IPv4Table } from './tables/ipv4-table.ts';
import { openPlaces } from './tables/location-table.ts';
import { ipv4Table } from './tables/table-sections.ts';

export interface IPv4Attribution {
  attribute(input: string, ip: string, address: number): Attribution;
  /** Whether the provider itself publishes the country of an address. */
  isPublished(address: number): boolean;
}

/** State of a /16; 0 until its first use. */
const PLAIN = 1;
const RULED = 2;

export function openIPv4Attribution(
  tables: Tables,
  { byPrefix, operatorByPrefix }: AddressRules,
  holderOf: (id: number) => AsHolder | null,
  answerFrom: AnswerFrom,
): IPv4Attribution {
  const systems = ipv4Table(tables.as);
  const places = ipv4Table(tables.locationIPv4);
  const placeOf = openPlaces(tables.locationIPv4);
  // Most of the address space is public and has no rules; one byte per /16 caches whether that is so.
  const ways = new Uint8Array(BLOCKS);
  const wayThrough = (block: number): number => {
    const ruled = hasValues(byPrefix.ipv4, block) || hasValues(operatorByPrefix.ipv4, block);
    const way = isPublicBlock(block) && !ruled ? PLAIN : RULED;
    ways[block] = way;
    return way;
  };

  /** For addresses without a rule, which are most of a long list. Written out for speed. */
  const attributePlain = (input: string, ip: string, address: number): Attribution => {
    const row = findIPv4(systems, address);
    const holder = holderOf(wordAt(systems.values, row));
    if (holder === null) return unattributed(input, 'UNROUTED', ip);
    const place = valueAt(places, address);
    return {
      input,
      status: 'OK',
      ip,
      asn: holder.asn,
      asName: holder.asName,
      prefix: formatIPv4Network(address, blockBits(systems, address, row)),
      hoster: holder.hoster,
      front: holder.front,
      operator: null,
      kind: holder.kind,
      location: holder.front === null ? locate(placeOf(place), holder.sites) : ANYCAST,
      evidence: holder.evidence,
    };
  };

  return {
    attribute(input, ip, address) {
      const block = address >>> 16;
      if ((ways[block] || wayThrough(block)) === PLAIN) return attributePlain(input, ip, address);
      if (!isPublicIPv4(address)) return unattributed(input, 'NOT_PUBLIC', ip);
      const row = findIPv4(systems, address);
      const holder = holderOf(wordAt(systems.values, row));
      return answerFrom(input, ip, {
        holder,
        prefix: holder === null ? null : formatIPv4Network(address, blockBits(systems, address, row)),
        rule: valueAt(byPrefix.ipv4, address),
        operatorRule: valueAt(operatorByPrefix.ipv4, address),
        place: placeOf(valueAt(places, address)),
      });
    },
    isPublished: (address) => placeOf(valueAt(places, address))?.published ?? false,
  };
}

function valueAt(table: IPv4Table, address: number): number {
  return wordAt(table.values, findIPv4(table, address));
}
