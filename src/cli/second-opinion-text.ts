import type { SecondOpinion } from '../look/second-opinion-shape.ts';
import { plainName } from '../report/defang.ts';

const NAMES: Readonly<Record<SecondOpinion['source'], string>> = {
  'team-cymru': 'Team Cymru',
  // The link is what KeyCDN asks for in return.
  keycdn: 'IP Location Finder by KeyCDN (https://tools.keycdn.com/geo)',
};

/** One line for people: `116.203.1.1 by Team Cymru: AS24940, HETZNER-AS, DE, DE, 116.203.0.0/16`. */
export function describeSecondOpinion(opinion: SecondOpinion): string {
  const { source, address, status, asns, asName, city, country, prefix, detail } = opinion;
  const said =
    status === 'OK'
      ? [...asns.map((asn) => `AS${asn}`), asName, city, country, prefix]
          .filter((part) => part !== null)
          .map((part) => (part === prefix ? part : plainName(part)))
          .join(', ')
      : detail;
  return `${address} by ${NAMES[source]}: ${said}`;
}
