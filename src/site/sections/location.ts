import type { NetworkMaterial } from '../data/site-data.ts';
import { type Html, html } from '../frame/html.ts';
import type { To } from '../frame/links.ts';
import { count, countryName, percent, servers } from '../frame/phrases.ts';
import type { Site } from '../frame/site.ts';
import { countryLink } from './hoster-link.ts';
import { sliceTable } from './report-sections.ts';
import { latitudePicture, mapLegend, tooSmallForMap, worldMap } from './world-map.ts';

/** Where in the world the servers are: a map, the latitudes beside it, and the same in a table. */
export function whereSection(site: Site, to: To, { report }: NetworkMaterial, rows: number): Html | null {
  const { countries, latitudes, answered, uncertainCountry } = report;
  const [first, second, third] = countries;
  if (first === undefined) return null;
  const known = countries.reduce((sum, country) => sum + country.servers, 0);
  const leaders = [first, second, third]
    .filter((country) => country !== undefined)
    .map((country) => `${countryName(country.country)} ${percent(country.share)}`)
    .join(', ');
  const fullest = latitudes.bands.reduce((most, band) => (band.servers > most.servers ? band : most));
  const small = tooSmallForMap(countries);
  return html`<section aria-labelledby="where"><h2 id="where">Where the servers are</h2>
    <p>The country is known for ${count(known)} of the ${count(answered)} servers that answered; never for those behind CDNs or at addresses that are in many places at once.${uncertainCountry.servers > 0 && ` For ${servers(uncertainCountry.servers)} (${percent(uncertainCountry.share)}) our sources disagree; they count for no country.`}</p>
    <div class="world">${worldMap(countries, `World map of servers by country. Most: ${leaders}. The table below has all figures.`)}
    ${latitudePicture(latitudes.bands, `Servers by latitude: most, ${servers(fullest.servers)}, stand between ${degrees(fullest.from)} and ${degrees(fullest.to)}.`)}</div>
    ${mapLegend()}
    ${small.length > 0 && html`<p class="small">Too small for this map: ${small.slice(0, 8).map(({ country, servers: held }, index) => [index > 0 && ', ', countryLink(site, to, country), ` (${count(held)})`])}.</p>`}
    ${sliceTable({
      head: 'Country',
      name: ({ country }) => countryLink(site, to, country),
      rows: countries.slice(0, rows),
      label: 'Servers by country',
      caption: `The ${countries.length > rows ? `${rows} countries with the most servers` : 'countries'}, as shares of all that answered.`,
    })}
    ${countries.length > rows && html`<p><a href="${to('countries/')}">All ${count(countries.length)} countries</a></p>`}</section>`;
}

function degrees(latitude: number): string {
  if (latitude === 0) return 'the equator';
  return latitude > 0 ? `${latitude}° N` : `${-latitude}° S`;
}
