import { type Address, isIPv6, parseAddress } from '../../model/address.ts';
import { parseDomain } from '../../model/domain.ts';
import { type DnsStatus, isUnheard } from '../../model/observation.ts';
import type { Dns } from './dns.ts';

/** Where a name leads. `cname`: the names of its CNAME chain in order, without the name itself. */
export interface Resolution {
  readonly status: DnsStatus;
  readonly cname: readonly string[];
  /** IPv4 before IPv6, canonical, without duplicates; empty unless `status` is `NOERROR`. */
  readonly addresses: readonly Address[];
  /** One of the two questions failed or contradicts the other, so there may be more addresses. */
  readonly isPartial: boolean;
}

type FollowedName = Omit<Resolution, 'isPartial'>;

/** Links that are followed; resolvers themselves stop at 11 (unbound) to 17 (BIND). */
const LONGEST_CHAIN = 8;

/** Worst first: of two failures, the one that says least about the name is reported, because it may pass. */
const BY_WEIGHT: readonly DnsStatus[] = [
  'CNAME_LOOP',
  'CNAME_CHAIN_TOO_LONG',
  'TIMEOUT',
  'SERVFAIL',
  'REFUSED',
  'FORMERR',
  'NODATA',
];

/**
 * Asks for A and AAAA together and follows the CNAME chain. `NOERROR` if there is any address; the failure
 * where one of the two questions got no answer, whatever the other says; `NXDOMAIN` if either says so (RFC
 * 8020: the name does not exist, whatever the type); `NODATA` if both are empty.
 */
export async function resolve(dns: Dns, host: string): Promise<Resolution> {
  const name = host.toLowerCase().replace(/\.$/, '');
  const [four, six] = await Promise.all([follow(dns, name, 'A'), follow(dns, name, 'AAAA')]);
  const addresses = [...new Set([...four.addresses, ...six.addresses])];
  addresses.sort((a, b) => Number(isIPv6(a)) - Number(isIPv6(b)));
  const cname = four.cname.length >= six.cname.length ? four.cname : six.cname;
  // A name with addresses exists, so an NXDOMAIN beside them is a fault of its servers.
  const isPartial = [four, six].some(
    ({ status }) => isUnheard(status) || (status === 'NXDOMAIN' && addresses.length > 0),
  );
  if (addresses.length > 0) {
    const from = four.addresses.length > 0 ? four : six;
    return { status: 'NOERROR', cname: from.cname, addresses, isPartial };
  }
  return { status: worse(four.status, six.status), cname, addresses, isPartial };
}

async function follow(dns: Dns, host: string, type: 'A' | 'AAAA'): Promise<FollowedName> {
  const cname: string[] = [];
  let owner = host;
  for (;;) {
    const answer = await dns.query(owner, type);
    const asked = owner;
    for (const record of answer.records) {
      if (record.type !== 'CNAME') continue;
      const target = parseDomain(record.data);
      if (!target.ok) return { status: 'NODATA', cname, addresses: [] };
      if (target.domain === host || cname.includes(target.domain)) {
        return { status: 'CNAME_LOOP', cname, addresses: [] };
      }
      if (cname.length === LONGEST_CHAIN) return { status: 'CNAME_CHAIN_TOO_LONG', cname, addresses: [] };
      cname.push(target.domain);
      owner = target.domain;
    }
    const addresses = answer.records.flatMap((record) => {
      const address = record.type === type ? parseAddress(record.data) : null;
      return address === null ? [] : [address];
    });
    if (addresses.length > 0) return { status: 'NOERROR', cname, addresses };
    const mayLeadOn = answer.status === 'NODATA' && owner !== asked;
    if (!mayLeadOn)
      return { status: answer.status === 'NOERROR' ? 'NODATA' : answer.status, cname, addresses };
  }
}

function worse(a: DnsStatus, b: DnsStatus): DnsStatus {
  const unheard = BY_WEIGHT.find((status) => isUnheard(status) && (status === a || status === b));
  if (unheard !== undefined) return unheard;
  if (a === 'NXDOMAIN' || b === 'NXDOMAIN') return 'NXDOMAIN';
  return BY_WEIGHT.find((status) => status === a || status === b) ?? 'NODATA';
}
