import type { DomainAnswer } from '../model/domain-answer.ts';

/**
 * The document that `lookup --json` prints and `/api/lookup` answers. What a scan remembers says so: it has
 * `source` and `since`, and its `endpoints` and `cname` are null because scans do not keep them.
 */
export function domainAnswerJson(answer: DomainAnswer): object {
  const { domain, network, status, source, observedAt, endpoints, cname, since } = answer;
  const { attribution, addresses, agree, http, self, declared, standing } = answer;
  const noCounts = whyNoCounts(answer);
  return {
    domain,
    network,
    status,
    observedAt,
    endpoints,
    cname,
    attribution,
    addresses,
    agree,
    http,
    software: self?.software ?? null,
    users: { total: self?.usersTotal ?? null, activeMonth: self?.usersActiveMonth ?? null },
    declared,
    context:
      standing === null
        ? null
        : { servers: standing.servers, share: standing.share, activeShare: standing.activeShare },
    ...(source === 'look' ? {} : { source, since }),
    ...(noCounts === null ? {} : { noCounts }),
  };
}

/** Why a server that was asked has no counts of its own; null where it has some or was not to be asked. */
export function whyNoCounts({ self, isForeign, http }: DomainAnswer): string | null {
  if (self !== null || http === 'SKIPPED') return null;
  if (isForeign) return 'the host that answers does not say that it serves this domain';
  return http === 'OK' ? null : `it could not be asked (${http})`;
}
