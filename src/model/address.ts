import ipaddr from 'ipaddr.js';

declare const addressBrand: unique symbol;

/**
 * An IP address in canonical text form: dotted IPv4, or IPv6 as in RFC 5952, never IPv4-mapped. Only {@link
 * parseAddress} creates one.
 */
export type Address = string & { readonly [addressBrand]: true };

/**
 * Four decimal numbers without leading zeros, because some programs read those as octal. ipaddr.js alone
 * would also accept `127.1`, octal and hexadecimal.
 */
const DOTTED = /^(25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(\.(25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)){3}$/;

/**
 * Parses an IP address. Returns null for anything else, including zone ids, ports, brackets and shorthand
 * forms.
 */
export function parseAddress(text: string): Address | null {
  if (text.length > 45 || text.includes('%')) return null;
  if (DOTTED.test(text)) return text as Address;
  if (!ipaddr.IPv6.isValid(text)) return null;
  return ipaddr.process(text).toString() as Address;
}

export function isIPv6(address: Address): boolean {
  return address.includes(':');
}

/**
 * Whether a server on the public Internet may have this address. Special ranges come from ipaddr.js (IANA
 * registries). It calls all the rest of the IPv6 space unicast, so an IPv6 address must also be in 2000::/3,
 * all that IANA has allocated. The returned 6bone prefix 3ffe::/16 is excluded (RFC 3701).
 */
export function isPublic(address: Address): boolean {
  const parsed = ipaddr.parse(address);
  if (parsed.range() !== 'unicast') return false;
  if (parsed.kind() === 'ipv4') return true;
  const { parts } = parsed as ipaddr.IPv6;
  const [first = 0] = parts;
  if (first < 0x2000 || first > 0x3fff || first === 0x3ffe) return false;
  return !isIsatap(parts);
}

/** ISATAP (RFC 5214, section 6.1): an address on a link within one site, with an embedded IPv4 address. */
function isIsatap(parts: readonly number[]): boolean {
  return (parts[4] === 0 || parts[4] === 0x200) && parts[5] === 0x5efe;
}
