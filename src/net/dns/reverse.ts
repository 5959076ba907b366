import ipaddr from 'ipaddr.js';
import type { Address } from '../../model/address.ts';
import { type Domain, parseDomain } from '../../model/domain.ts';
import type { Dns } from './dns.ts';

/**
 * The name under which an address has its PTR record: in-addr.arpa (RFC 1035, 3.5) or ip6.arpa (RFC 3596,
 * 2.5).
 */
export function reverseName(address: Address): string {
  const parsed = ipaddr.parse(address);
  const bytes = parsed.toByteArray();
  if (parsed.kind() === 'ipv4') return `${bytes.reverse().join('.')}.in-addr.arpa`;
  const nibbles = Buffer.from(bytes).toString('hex').split('').reverse();
  return `${nibbles.join('.')}.ip6.arpa`;
}

/** The first PTR name of an address that is a host name; null where there is none, or where DNS fails. */
export async function reverse(dns: Dns, address: Address): Promise<Domain | null> {
  const { records } = await dns.query(reverseName(address), 'PTR');
  for (const record of records) {
    if (record.type !== 'PTR') continue;
    const host = parseDomain(record.data);
    if (host.ok) return host.domain;
  }
  return null;
}
