import { withoutHome } from '../model/attribution.ts';
import { displayDomain } from '../model/domain.ts';
import type { DnsStatus } from '../model/observation.ts';
import { plainName } from '../report/defang.ts';
import type { Lookup } from '../scan/lookup.ts';
import { describeAttribution } from './attribution-text.ts';

/** What everybody may read of a look. */
export function withoutHomes(found: Lookup): Lookup {
  const { addresses, attribution } = found.finding;
  return {
    ...found,
    finding: {
      ...found.finding,
      addresses: addresses.map(withoutHome),
      attribution: attribution === null ? null : withoutHome(attribution),
    },
  };
}

/** The document that `lookup --json` prints. */
export function lookupJson({ domain, network, finding, context }: Lookup): object {
  const { observation, attribution, addresses, agree } = finding;
  const { status, observedAt, endpoints, cname, self, declared, http } = observation;
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
      context === null
        ? null
        : { servers: context.servers, share: context.share, activeShare: context.activeShare },
  };
}

const WHY_NOT: Readonly<Record<Exclude<DnsStatus, 'NOERROR'>, string>> = {
  NXDOMAIN: 'no such domain',
  NODATA: 'the domain exists, but has no address',
  SERVFAIL: 'its name servers fail',
  REFUSED: 'the resolver refuses to answer',
  FORMERR: 'the resolver does not understand the question',
  TIMEOUT: 'no answer from DNS',
  CNAME_LOOP: 'its CNAME records go round in a circle',
  CNAME_CHAIN_TOO_LONG: 'its chain of CNAME records does not end',
};

/** A few lines for people. Everything that a stranger wrote is cleaned of control characters. */
export function describeLookup({ domain, finding, context }: Lookup): string {
  const { observation, addresses, agree } = finding;
  const { status, self, declared } = observation;
  const title = displayDomain(domain) === domain ? domain : `${displayDomain(domain)} (${domain})`;
  if (status !== 'NOERROR') return `${title}\n  ${WHY_NOT[status]} (${status})`;
  const lines = addresses.map((attribution) => describeAttribution(attribution));
  if (!agree) lines.push('its addresses do not agree on who hosts it');
  if (self?.software)
    lines.push(`runs ${plainName(self.software)}${users(self.usersTotal, self.usersActiveMonth)}`);
  if (declared !== null) {
    const said = [declared.by, declared.country].filter((part) => part !== null).map(plainName);
    lines.push(`its admin declares: ${said.join(', ')}`);
  }
  if (context !== null) {
    const percent = (100 * context.share).toFixed(1);
    lines.push(
      `${context.servers.toLocaleString('en')} servers are there in the latest scan, ${percent} % of those that answered`,
    );
  }
  return [title, ...lines.map((line) => `  ${line}`)].join('\n');
}

function users(total: number | null, active: number | null): string {
  const parts = [
    total === null ? null : `${total.toLocaleString('en')} users`,
    active === null ? null : `${active.toLocaleString('en')} active in the last month`,
  ].filter((part) => part !== null);
  return parts.length === 0 ? '' : `, says it has ${parts.join(', ')}`;
}
