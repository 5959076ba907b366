import { type Address, parseAddress } from './address.ts';

/**
 * A prefix that a translator puts in front of IPv4 addresses to form IPv6 addresses (RFC 6052, section 2.2).
 */
export interface Nat64Prefix {
  /** 16 octets: the prefix, then zeros. */
  readonly octets: readonly number[];
  readonly length: 32 | 40 | 48 | 56 | 64 | 96;
}

const LENGTHS = [96, 64, 56, 48, 40, 32] as const;
/** Octet 8 is reserved and must be zero; the octets of the IPv4 address skip it (RFC 6052, section 2.2). */
const RESERVED_OCTET = 8;

/** The well-known prefix (RFC 6052, section 2.1). */
export const WELL_KNOWN_PREFIX: Nat64Prefix = {
  octets: [0, 0x64, 0xff, 0x9b, ...Array<number>(12).fill(0)],
  length: 96,
};

/** The IPv4 address embedded in an IPv6 address under one of the prefixes; null if none of them matches. */
export function embeddedIpv4(address: Address, prefixes: readonly Nat64Prefix[]): Address | null {
  const octets = octetsOf(address);
  if (octets === null) return null;
  for (const { octets: prefix, length } of prefixes) {
    const bytes = length / 8;
    if (!prefix.slice(0, bytes).every((octet, index) => octet === octets[index])) continue;
    return parseAddress(
      positions(length)
        .map((position) => octets[position])
        .join('.'),
    );
  }
  return null;
}

/**
 * The IPv6 address that a translator with this prefix forms from an IPv4 address; null if the address is not
 * IPv4.
 */
export function embedIpv4(address: Address, { octets, length }: Nat64Prefix): Address | null {
  const four = address.split('.').map(Number);
  if (four.length !== 4) return null;
  const all = octets.slice(0, 16);
  for (const [index, position] of positions(length).entries()) all[position] = four[index] ?? 0;
  const words = Array.from({ length: 8 }, (_, index) =>
    (((all[2 * index] ?? 0) << 8) | (all[2 * index + 1] ?? 0)).toString(16),
  );
  return parseAddress(words.join(':'));
}

/**
 * The prefix of a resolver that answers `ipv4only.arpa` with this address (RFC 7050, section 3). Null if it
 * embeds neither of the two well-known IPv4 addresses, 192.0.0.170 and 192.0.0.171.
 */
export function prefixOf(address: Address): Nat64Prefix | null {
  const octets = octetsOf(address);
  if (octets === null) return null;
  for (const length of LENGTHS) {
    const four = positions(length).map((position) => octets[position]);
    if (four[0] !== 192 || four[1] !== 0 || four[2] !== 0 || (four[3] !== 170 && four[3] !== 171)) continue;
    return { octets: octets.map((octet, index) => (index < length / 8 ? octet : 0)), length };
  }
  return null;
}

/** The positions of the four octets of an IPv4 address. */
function positions(length: Nat64Prefix['length']): readonly number[] {
  const found: number[] = [];
  for (let position = length / 8; found.length < 4; position += 1) {
    if (position !== RESERVED_OCTET) found.push(position);
  }
  return found;
}

function octetsOf(address: Address): readonly number[] | null {
  if (!address.includes(':')) return null;
  const [head = '', tail] = address.split('::');
  const words = (text: string) =>
    text === '' ? [] : text.split(':').map((word) => Number.parseInt(word, 16));
  const first = words(head);
  const last = tail === undefined ? [] : words(tail);
  const zeros = Array<number>(Math.max(8 - first.length - last.length, 0)).fill(0);
  return [...first, ...(tail === undefined ? [] : zeros), ...last].flatMap((word) => [
    word >> 8,
    word & 0xff,
  ]);
}
