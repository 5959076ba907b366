import { withoutHome } from '../model/attribution.ts';
import type { SelfDescription } from '../model/observation.ts';
import type { MeasuredServer } from '../model/server.ts';
import type { ServerResult } from '../model/server-result.ts';

/**
 * The part of a result that is stored and counted. A server without an answer has no place. Neither has one
 * behind a front or an anycast address, because the place would not be the server's. An access provider's
 * customer has only a country.
 */
export function measure(finding: ServerResult): MeasuredServer {
  const { observation } = finding;
  const { self } = observation;
  const answered = observation.status === 'NOERROR';
  const attribution = answered && finding.attribution !== null ? withoutHome(finding.attribution) : null;
  const front = attribution?.front ?? null;
  const found = attribution?.location ?? null;
  const place = front === null && found?.accuracy !== 'anycast' ? found : null;
  const uncertain = place?.accuracy === 'uncertain';
  const addresses = answered ? observation.endpoints.flatMap((endpoint) => endpoint.addresses) : [];
  return {
    domain: observation.domain,
    status: observation.status,
    http: observation.http,
    addresses: [...new Set<string>(addresses)].sort(),
    agree: answered ? finding.agree : null,
    asn: attribution?.asn ?? null,
    hoster: attribution?.hoster ?? null,
    front,
    operator: attribution?.operator ?? null,
    kind: attribution?.kind ?? null,
    country: uncertain ? null : (place?.country ?? null),
    uncertainCountry: uncertain ? (place?.country ?? null) : null,
    city: place?.city ?? null,
    lat: place?.lat ?? null,
    lon: place?.lon ?? null,
    software: self?.software ?? null,
    usersTotal: count(self?.usersTotal ?? null),
    usersActiveMonth: count(self?.usersActiveMonth ?? null),
    implausible: isMalformed(self) ? 'not a count' : null,
    declared: observation.declared,
  };
}

function isMalformed(self: SelfDescription | null): boolean {
  if (self === null) return false;
  return (
    self.malformed === true ||
    [self.usersTotal, self.usersActiveMonth].some((claimed) => claimed !== count(claimed))
  );
}

/** Claims are untrusted; null for anything that is not a count. */
function count(claimed: number | null): number | null {
  return Number.isSafeInteger(claimed) && Number(claimed) >= 0 ? claimed : null;
}
