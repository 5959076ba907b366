import ipaddr from 'ipaddr.js';

declare const addressBrand: unique symbol;

/** An IP address in canonical text: IPv4 dotted, IPv6 by RFC 5952, never IPv4-mapped. Only {@link parseAddress} makes one. */
export type Address = string & { readonly [addressBrand]: true };

/**
 * An IPv4 address of four decimal numbers without leading zeros, which some read as octal; ipaddr.js alone would also take
 * `127.1`, octal and hexadecimal.
 */
const DOTTED = /^(25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(\.(25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)){3}$/;

/** Reads an IP address; null for anything else, zone ids, ports, brackets and shorthand forms included. */
export function parseAddress(text: string): Address | null {
  if (text.length > 45 || text.includes('%')) return null;
  if (DOTTED.test(text)) return text as Address;
  if (!text.includes(':') || !ipaddr.IPv6.isValid(text)) return null;
  return ipaddr.process(text).toString() as Address;
}

export function isIPv6(address: Address): boolean {
  return address.includes(':');
}

/**
 * Whether an address may belong to a server on the public Internet. Special ranges by ipaddr.js (IANA registries);
 * IPv6 must also lie in 2000::/3, all that IANA has given out, and outside the returned 6bone 3ffe::/16 (RFC 3701):
 * ipaddr.js calls the rest of the space unicast.
 */
export function isPublic(address: Address): boolean {
  const parsed = ipaddr.parse(address);
  if (parsed.range() !== 'unicast') return false;
  if (parsed.kind() === 'ipv4') return true;
  const first = (parsed as ipaddr.IPv6).parts[0] ?? 0;
  return first >= 0x2000 && first <= 0x3fff && first !== 0x3ffe;
}
