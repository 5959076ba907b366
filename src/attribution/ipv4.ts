const OCTETS: readonly string[] = Array.from({ length: 256 }, (_, octet) => String(octet));

/**
 * Reads canonical dotted IPv4 text as an unsigned 32-bit number; -1 for anything else, leading zeros included. Quicker
 * than a regular expression, because a scan of everything passes through here.
 */
export function parseIPv4(text: string): number {
  const length = text.length;
  if (length < 7 || length > 15) return -1;
  let value = 0;
  let octet = 0;
  let digits = 0;
  let dots = 0;
  for (let at = 0; at < length; at++) {
    const code = text.charCodeAt(at);
    if (code === 46) {
      if (digits === 0) return -1;
      value = value * 256 + octet;
      octet = 0;
      digits = 0;
      dots++;
    } else {
      if (code < 48 || code > 57 || (digits > 0 && octet === 0)) return -1;
      octet = octet * 10 + code - 48;
      digits++;
      if (octet > 255) return -1;
    }
  }
  return dots === 3 && digits > 0 ? value * 256 + octet : -1;
}

export function formatIPv4(value: number): string {
  return `${OCTETS[value >>> 24]}.${OCTETS[(value >>> 16) & 255]}.${OCTETS[(value >>> 8) & 255]}.${OCTETS[value & 255]}`;
}

/**
 * Bits of the largest CIDR block that holds `address` and lies within `start` to `end` (inclusive, unsigned 32-bit), no
 * larger than a block of `least` bits.
 */
export function widestBlock(address: number, start: number, end: number, least: number): number {
  for (let bits = least; bits < 32; bits++) {
    const host = 0xffffffff >>> bits;
    const first = (address & ~host) >>> 0;
    if (first >= start && first + host <= end) return bits;
  }
  return 32;
}
