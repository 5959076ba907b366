import { parseAddress } from '../../model/address.ts';
import { embeddedIpv4, type Nat64Prefix, prefixOf, WELL_KNOWN_PREFIX } from '../../model/nat64.ts';
import type { Dns, DnsAnswer } from './dns.ts';

/** Exists for this question (RFC 7050, section 3); it has IPv4 addresses only. */
const IPV4_ONLY = 'ipv4only.arpa';

/**
 * The prefixes under which a resolver invents IPv6 addresses (DNS64, RFC 6147); empty for one that does not.
 */
export async function findNat64Prefixes(dns: Dns): Promise<readonly Nat64Prefix[]> {
  const { records } = await dns.query(IPV4_ONLY, 'AAAA');
  const found = new Map<string, Nat64Prefix>();
  for (const { type, data } of records) {
    const address = type === 'AAAA' ? parseAddress(data) : null;
    const prefix = address === null ? null : prefixOf(address);
    if (prefix !== null) found.set(prefix.octets.join(), prefix);
  }
  return [...found.values()];
}

/**
 * The same resolver without the IPv6 addresses that it invents for IPv4-only names. What is left is what the
 * names have: an invented address is its IPv4 address written otherwise, and must not count as IPv6. Whether
 * the resolver invents any is asked once, when the first IPv6 address comes.
 */
export function withoutSynthesis(dns: Dns): Dns {
  let found: Promise<readonly Nat64Prefix[]> | null = null;
  const prefixes = () => {
    found ??= findNat64Prefixes(dns);
    return found;
  };
  return {
    get counts() {
      return dns.counts;
    },
    close: () => dns.close(),
    // Before any IPv6 address came, there is none that could be translated.
    nat64: async () => (found === null ? [] : await found),
    async query(name, type, onStart) {
      const answer = await dns.query(name, type, onStart);
      if (type !== 'AAAA' || answer.records.every((record) => record.type !== 'AAAA')) return answer;
      return withoutEmbedded(answer, [WELL_KNOWN_PREFIX, ...(await prefixes())]);
    },
  };
}

function withoutEmbedded(answer: DnsAnswer, prefixes: readonly Nat64Prefix[]): DnsAnswer {
  const records = answer.records.filter((record) => {
    const address = record.type === 'AAAA' ? parseAddress(record.data) : null;
    return address === null || embeddedIpv4(address, prefixes) === null;
  });
  const hasAddress = records.some(({ type }) => type === 'AAAA');
  return { status: hasAddress || answer.status !== 'NOERROR' ? answer.status : 'NODATA', records };
}
