import type { Attribution } from '../model/attribution.ts';
import { type AnswerFrom, unattributed } from './answers.ts';
import type { Tables } from './databases/compiled-tables.ts';
import type { AsHolder } from './names/as-holders.ts';
import type { AddressRules } from './rules/address-rules.ts';
import { isPublicIPv6 } from './rules/publicness.ts';
import { formatIPv6Network } from './tables/ipv6.ts';
import { blockBitsIPv6, findIPv6, type IPv6Table, valueIPv6 } from './tables/ipv6-table.ts';
import { openPlaces } from './tables/location-table.ts';
import { ipv6Table } from './tables/table-sections.ts';

/** Addresses are given as their four words. */
export interface IPv6Attribution {
  attribute(input: string, ip: string, words: Uint32Array): Attribution;
  /** Whether the provider itself publishes the country of an address. */
  isPublished(words: Uint32Array): boolean;
}

export function openIPv6Attribution(
  tables: Tables,
  { byPrefix, operatorByPrefix }: AddressRules,
  holderOf: (id: number) => AsHolder | null,
  answerFrom: AnswerFrom,
): IPv6Attribution {
  const systems = ipv6Table(tables.as);
  const places = ipv6Table(tables.locationIPv6);
  const placeOf = openPlaces(tables.locationIPv6);
  return {
    attribute(input, ip, words) {
      if (!isPublicIPv6(words, ip)) return unattributed(input, 'NOT_PUBLIC', ip);
      const row = findIPv6(systems, words);
      const holder = holderOf(valueIPv6(systems, words, row));
      return answerFrom(input, ip, {
        holder,
        prefix: holder === null ? null : networkOf(words, ip, blockBitsIPv6(systems, words, row)),
        rule: valueAt(byPrefix.ipv6, words),
        operatorRule: valueAt(operatorByPrefix.ipv6, words),
        place: placeOf(valueAt(places, words)),
      });
    },
    isPublished: (words) => placeOf(valueAt(places, words))?.published ?? false,
  };
}

function networkOf(words: Uint32Array, ip: string, bits: number): string {
  return bits === 128 ? `${ip}/128` : formatIPv6Network(words, bits);
}

function valueAt(table: IPv6Table, words: Uint32Array): number {
  return valueIPv6(table, words, findIPv6(table, words));
}
