import { parseIPv4 } from '../attribution/tables/ipv4.ts';
import { parseIPv6 } from '../attribution/tables/ipv6.ts';
import type { RangeList } from '../attribution/tables/range-list.ts';
import { DataError } from '../model/expected-errors.ts';

/** An address with a well-known AS number or country. */
export type Canary = readonly [address: string, expected: number | string];

/** Networks that have kept their addresses for many years. */
export const ASN_CANARIES: readonly Canary[] = [
  ['8.8.8.8', 15169],
  ['1.1.1.1', 13335],
  ['104.16.1.1', 13335],
  ['116.203.1.1', 24940],
  ['51.15.1.1', 12876],
  ['151.101.1.1', 54113],
  ['133.242.1.1', 7684],
  ['193.0.6.1', 3333],
  ['2a01:4f8::1', 24940],
  ['2001:4860:4860::8888', 15169],
  ['2606:4700:4700::1111', 13335],
  ['2001:67c:2e8::1', 3333],
];

export const COUNTRY_CANARIES: readonly Canary[] = [
  ['8.8.8.8', 'US'],
  ['116.203.1.1', 'DE'],
  ['133.242.1.1', 'JP'],
  ['193.0.6.1', 'NL'],
  ['18.18.18.18', 'US'],
  ['2a01:4f8::1', 'DE'],
  ['2001:660::1', 'FR'],
  ['2001:200::1', 'JP'],
  ['2001:67c:2e8::1', 'NL'],
];

/** A quarter may have moved since this was written. */
const LEAST_RIGHT = 0.75;

/**
 * @throws {DataError} if fewer than three quarters of the canaries of the list's family have the expected
 * answer
 */
export function checkCanaries(
  list: RangeList,
  canaries: readonly Canary[],
  answer: (value: number) => number | string | null,
): void {
  const family = canaries.filter(([address]) => address.includes(':') === (list.words === 4));
  const wrong = family.filter(([address, expected]) => answer(valueAt(list, address)) !== expected);
  if (family.length - wrong.length >= family.length * LEAST_RIGHT) return;
  const [first] = wrong;
  throw new DataError(
    `${wrong.length} of ${family.length} well-known addresses have a wrong answer, such as ${first?.[0]}, which is ${first?.[1]}`,
  );
}

/** The value of the range that contains an address. */
export function valueAt(list: RangeList, address: string): number {
  const words = new Uint32Array(list.words);
  if (list.words === 1) words[0] = parseIPv4(address);
  else parseIPv6(address, words);
  let low = 0;
  let high = list.count - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (isAfter(list, middle, words)) high = middle - 1;
    else low = middle;
  }
  return list.values[low] ?? 0;
}

function isAfter({ starts, words: size }: RangeList, row: number, words: Uint32Array): boolean {
  for (let word = 0; word < size; word++) {
    const a = starts[row * size + word] ?? 0;
    const b = words[word] ?? 0;
    if (a !== b) return a > b;
  }
  return false;
}
