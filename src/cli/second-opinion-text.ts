import type { SecondOpinion } from '../look/second-opinion-shape.ts';
import { plainName } from '../text/defang.ts';

const NAMES: Readonly<Record<SecondOpinion['source'], string>> = {
  'team-cymru': 'Team Cymru',
  rdap: 'its registry (RDAP)',
  keycdn: 'IP Location Finder by KeyCDN (https://tools.keycdn.com/geo)',
};

/** One line of text: `116.203.1.1 by Team Cymru: AS24940, HETZNER-AS, DE, DE, 116.203.0.0/16`. */
export function describeSecondOpinion(opinion: SecondOpinion): string {
  const { source, address, status, asns, asName, city, country, prefix, holder, detail } = opinion;
  if (holder !== null && status === 'OK') {
    const block = prefix === null ? 'its address block' : `its address block ${prefix}`;
    return `${address} by ${NAMES[source]}: ${block} is registered to ${plainName(holder)}`;
  }
  const said =
    status === 'OK'
      ? [...asns.map((asn) => `AS${asn}`), asName, city, country, prefix]
          .filter((part) => part !== null)
          .map((part) => (part === prefix ? part : plainName(part)))
          .join(', ')
      : detail;
  return `${address} by ${NAMES[source]}: ${said}`;
}
