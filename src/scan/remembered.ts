import type { Attributor } from '../attribution/attributor.ts';
import { majority } from '../attribution/rules/majority.ts';
import { type Attribution, companyOf, type Location } from '../model/attribution.ts';
import type { DomainAnswer } from '../model/domain-answer.ts';
import type { MeasuredServer } from '../model/server.ts';
import type { HistoryStore, ServerHistory } from '../store/history.ts';
import { companyStandingOf } from './company-standing.ts';

export interface MemoryOptions {
  readonly attributor: Attributor;
  readonly history: Pick<HistoryStore, 'companyStanding'>;
}

/** The answer about a server according to the last scan that looked at it. */
export function answerFromMemory(
  remembered: ServerHistory,
  source: 'scan' | 'old scan',
  { attributor, history }: MemoryOptions,
): DomainAnswer {
  const { server, scan, since } = remembered;
  const { domain, status, http, software, usersTotal, usersActiveMonth, declared } = server;
  const attributed = status === 'NOERROR' ? attributionsOf(server, attributor) : NOT_ATTRIBUTED;
  return {
    domain,
    network: scan.network,
    source,
    observedAt: scan.finishedAt ?? scan.startedAt,
    status,
    http,
    endpoints: null,
    cname: null,
    ...attributed,
    self: http === 'OK' ? { software, usersTotal, usersActiveMonth } : null,
    isForeign: false,
    declared,
    standing: companyStandingOf(attributed.attribution, scan.network, history),
    since,
    isOptedOut: false,
  };
}

type Attributed = Pick<DomainAnswer, 'addresses' | 'attribution' | 'agree'>;
const NOT_ATTRIBUTED: Attributed = { addresses: [], attribution: null, agree: true };

/**
 * A scan does not store its evidence. The tables give it again for the same addresses, if they still name the
 * same company.
 */
function attributionsOf(server: MeasuredServer, attributor: Attributor): Attributed {
  const { domain, hoster, front, operator, kind, asn } = server;
  const addresses = server.addresses.map((address) => attributor.attribute(address, { domain }));
  const { attribution: now, agree } = majority(addresses);
  const confirmed = now !== null && companyOf(now)?.id === companyOf(server)?.id ? now : null;
  const attribution: Attribution = {
    input: server.addresses[0] ?? domain,
    status: 'OK',
    ip: server.addresses[0] ?? null,
    asn,
    asName: confirmed?.asName ?? null,
    prefix: confirmed?.prefix ?? null,
    hoster,
    front,
    operator,
    kind,
    location: locationOf(server, confirmed?.location ?? null),
    evidence: confirmed?.evidence ?? [],
  };
  return confirmed === null
    ? { addresses: [attribution], attribution, agree: true }
    : { addresses, attribution, agree };
}

/**
 * Of a location's accuracy, only doubt is stored. The rest comes from the tables, if they still have the same
 * country.
 */
function locationOf(
  { country, uncertainCountry, city, lat, lon }: MeasuredServer,
  now: Attribution['location'],
): Location {
  const accuracy = (): Location['accuracy'] => {
    if (city !== null) return 'city';
    if (uncertainCountry !== null) return 'uncertain';
    // The tables may know the city of a home connection, which is not kept.
    return now === null || now.country !== country || now.accuracy === 'city' ? 'country' : now.accuracy;
  };
  return { country: country ?? uncertainCountry, city, lat, lon, accuracy: accuracy() };
}
