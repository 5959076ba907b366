import { randomBytes } from 'node:crypto';
import type { DnsStatus } from '../../model/observation.ts';
import { errorMessage } from '../../text/error-text.ts';
import { createDns } from './client.ts';
import { findNat64Prefixes } from './synthesis.ts';

/** What a resolver answered to questions whose right answers are known. */
export interface ExaminedResolver {
  /** `ip:port` */
  readonly server: string;
  /** For a name that exists, and will (RFC 2606, 3). */
  readonly existing: DnsStatus;
  /** The worse of the answers for names that cannot exist: `NOERROR` where it has an address for one. */
  readonly unreal: DnsStatus;
  /** It answers for A and says nothing for AAAA. */
  readonly dropsIPv6: boolean;
  /** It makes IPv6 addresses for names with IPv4 alone (DNS64): allowed, they are left out. */
  readonly synthesises: boolean;
  /** Why it could not be asked at all; null where it could. */
  readonly problem: string | null;
}

export const EXAMINED_NAME = 'example.com';
/** How long a resolver may take for an answer that it mostly has in its cache. */
export const EXAMINATION_MS = 2000;
/** Before a scan there is time: a busy machine must not be taken for a silent resolver. */
const BEFORE_SCAN_MS = 6000;

/**
 * Asks one resolver for a name that exists and for three that do not: one that no server knows (RFC 6761,
 * 6.4), and two under a real top-level domain, since resolvers that invent answers may know the first rule,
 * or do so for names of websites alone.
 */
export async function examineResolver(
  server: string,
  { patienceMs = EXAMINATION_MS, qps = 0 }: { readonly patienceMs?: number; readonly qps?: number } = {},
): Promise<ExaminedResolver> {
  const silent = { existing: 'TIMEOUT', unreal: 'TIMEOUT', dropsIPv6: false, synthesises: false } as const;
  try {
    const dns = await createDns({
      ...{ servers: [server], concurrency: 6, qps, tries: 2 },
      ...{ timeoutMs: patienceMs / 2, deadlineMs: patienceMs },
    });
    try {
      const random = () => randomBytes(8).toString('hex');
      const [four, six, prefixes, ...unreal] = await Promise.all([
        dns.query(EXAMINED_NAME, 'A'),
        dns.query(EXAMINED_NAME, 'AAAA'),
        findNat64Prefixes(dns),
        dns.query(`${random()}.invalid`, 'A'),
        dns.query(`${random()}.com`, 'A'),
        dns.query(`www.${random()}.com`, 'A'),
      ]);
      return {
        server,
        existing: four.status,
        unreal: unreal.find(({ status }) => status === 'NOERROR')?.status ?? unreal[0].status,
        dropsIPv6: four.status !== 'TIMEOUT' && six.status === 'TIMEOUT',
        synthesises: prefixes.length > 0,
        problem: null,
      };
    } finally {
      dns.close();
    }
  } catch (error) {
    return { server, ...silent, problem: errorMessage(error) };
  }
}

const REFUSALS: readonly DnsStatus[] = ['REFUSED', 'SERVFAIL', 'FORMERR'];

/** Whether a resolver answers, and resolves nothing for us. */
export function isRefusing({ existing }: ExaminedResolver): boolean {
  return REFUSALS.includes(existing);
}

/** Whether a resolver gave no answer at all. */
export function isSilent({ existing, unreal }: ExaminedResolver): boolean {
  return existing === 'TIMEOUT' && unreal === 'TIMEOUT';
}

/**
 * Why a scan with these resolvers would not be true; null where it may start. All of them are asked in
 * turn, so one that invents answers spoils the scan; a silent one beside another only costs time.
 *
 * @param qps queries a second at most, for each resolver; 0 for no limit
 */
export async function distrust(servers: readonly string[], qps = 0): Promise<string | null> {
  const patience = { patienceMs: BEFORE_SCAN_MS, qps };
  const examined = await Promise.all(servers.map((server) => examineResolver(server, patience)));
  for (const resolver of examined) {
    if (resolver.unreal === 'NOERROR') {
      return `The resolver ${resolver.server} has addresses for names that do not exist, so servers that are gone would count as there. Set DNS_SERVERS to one that does not invent answers.`;
    }
    if (resolver.dropsIPv6) {
      return `The resolver ${resolver.server} does not answer questions for IPv6 addresses (AAAA), so servers would be missed. Set DNS_SERVERS to one that does.`;
    }
  }
  if (examined.every(isSilent)) {
    return 'No resolver answers: look at DNS_SERVERS and the network (`whohosts doctor`).';
  }
  const refusing = examined.find(isRefusing);
  if (refusing !== undefined && examined.every((each) => isSilent(each) || isRefusing(each))) {
    return `The resolver ${refusing.server} answers ${refusing.existing} for ${EXAMINED_NAME}. Set DNS_SERVERS to one that resolves any name for this machine.`;
  }
  return null;
}
