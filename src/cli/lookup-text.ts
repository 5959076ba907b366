import { whyNoCounts } from '../export/domain-answer-json.ts';
import { displayDomain } from '../model/domain.ts';
import type { DomainAnswer } from '../model/domain-answer.ts';
import type { DnsStatus } from '../model/observation.ts';
import { plainName } from '../text/defang.ts';
import { describeAttribution } from './attribution-text.ts';

const WHY_NOT: Readonly<Record<Exclude<DnsStatus, 'NOERROR'>, string>> = {
  NXDOMAIN: 'no such domain',
  NODATA: 'the domain exists, but has no address',
  SERVFAIL: 'its name servers fail',
  REFUSED: 'the resolver refuses to answer',
  FORMERR: 'the resolver does not understand the question',
  TIMEOUT: 'no answer from DNS',
  CNAME_LOOP: 'its CNAME records form a loop',
  CNAME_CHAIN_TOO_LONG: 'its chain of CNAME records does not end',
  NOT_PUBLIC: 'none of its addresses is reachable from the Internet',
  UNDETERMINED: 'it could not be asked which host serves it',
};

/** A few lines of text. Text from other people's servers is stripped of control characters. */
export function describeLookup(answer: DomainAnswer): string {
  const { domain, status, addresses, agree, self, declared, standing } = answer;
  const title = displayDomain(domain) === domain ? domain : `${displayDomain(domain)} (${domain})`;
  if (status === null) return `${title}\n  nothing is known`;
  if (status !== 'NOERROR') return `${title}\n  ${WHY_NOT[status]} (${status})`;
  const lines = addresses.map((attribution) => describeAttribution(attribution));
  if (!agree) lines.push('its addresses do not agree on who hosts it');
  if (self?.software)
    lines.push(`runs ${plainName(self.software)}${users(self.usersTotal, self.usersActiveMonth)}`);
  const noCounts = whyNoCounts(answer);
  if (noCounts !== null) lines.push(`software and users are unknown: ${noCounts}`);
  if (declared !== null) {
    const said = [declared.by, declared.country].filter((part) => part !== null).map(plainName);
    lines.push(`its admin declares: ${said.join(', ')}`);
  }
  if (standing !== null) {
    const percent = (100 * standing.share).toFixed(1);
    lines.push(
      `${standing.servers.toLocaleString('en')} servers are there in the latest scan, ${percent} % of those that answered`,
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
