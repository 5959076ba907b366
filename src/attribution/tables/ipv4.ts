const OCTETS: readonly string[] = Array.from({ length: 256 }, (_, octet) => String(octet));
const OCTETS_AND_DOT: readonly string[] = OCTETS.map((octet) => `${octet}.`);
/**
 * What follows the second octet of a network of at most 24 bits, for each third octet: joining few pieces is
 * quick.
 */
const NETWORK_ENDS: readonly string[] = Array.from(
  { length: 256 * 25 },
  (_, index) => `${Math.floor(index / 25)}.0/${index % 25}`,
);

/**
 * Reads canonical dotted IPv4 text as an unsigned 32-bit number; -1 for anything else, leading zeros
 * included. By hand and not by a regular expression, because every address of every answer passes through
 * here.
 */
export function parseIPv4(text: string): number {
  const length = text.length;
  if (length < 7 || length > 15) return -1;
  let value = 0;
  let octet = -1;
  let dots = 0;
  for (let at = 0; at < length; at++) {
    const digit = text.charCodeAt(at) - 48;
    if (digit >= 0 && digit <= 9) {
      if (octet > 0) octet = octet * 10 + digit;
      else if (octet < 0) octet = digit;
      else return -1;
      if (octet > 255) return -1;
    } else {
      if (digit !== -2 || octet < 0) return -1;
      value = (value << 8) | octet;
      octet = -1;
      dots++;
    }
  }
  return dots === 3 && octet >= 0 ? ((value << 8) | octet) >>> 0 : -1;
}

export function formatIPv4(value: number): string {
  return `${OCTETS[value >>> 24]}.${OCTETS[(value >>> 16) & 255]}.${OCTETS[(value >>> 8) & 255]}.${OCTETS[value & 255]}`;
}

/** CIDR notation of the network of `bits` bits round an address. */
export function formatIPv4Network(address: number, bits: number): string {
  const network = address & (0xffffffff << (32 - bits));
  const start =
    (OCTETS_AND_DOT[network >>> 24] as string) + (OCTETS_AND_DOT[(network >>> 16) & 255] as string);
  const third = (network >>> 8) & 255;
  return bits <= 24
    ? start + (NETWORK_ENDS[third * 25 + bits] as string)
    : `${start}${third}.${network & 255}/${bits}`;
}

/**
 * Bits of the largest CIDR block that holds `address` and lies within `start` to `end` (inclusive, unsigned
 * 32-bit), no larger than a block of `least` bits. A block round the address leaves out a neighbour of the
 * range exactly as long as it is no larger than the highest bit in which the two differ.
 */
export function widestBlock(address: number, start: number, end: number, least: number): number {
  const before = start === 0 ? 0 : Math.clz32(address ^ (start - 1)) + 1;
  const after = end === 0xffffffff ? 0 : Math.clz32(address ^ (end + 1)) + 1;
  return Math.max(before, after, least);
}
