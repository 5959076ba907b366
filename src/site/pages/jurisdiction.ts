import type { NetworkMaterial } from '../data/site-data.ts';
import type { SiteFile } from '../data/site-file.ts';
import { type Html, html } from '../frame/html.ts';
import { layOut } from '../frame/layout.ts';
import { linksFrom, type To } from '../frame/links.ts';
import { count, NETWORK_NAMES, NETWORK_OBJECTS } from '../frame/phrases.ts';
import type { Site } from '../frame/site.ts';
import { lawSentence, regionTable, seatTable } from '../sections/jurisdiction.ts';
import { chartFigure } from '../sections/report-sections.ts';

const PATH = 'jurisdiction/index.html';
/** Rows of the table of countries; all are in the report as JSON. */
const LARGEST = 50;

/** Whose law: the seats of the companies, which is another question than where the machines stand. */
export function jurisdictionPage(site: Site): SiteFile {
  const to = linksFrom(PATH);
  const [main, ...others] = site.networks;
  const whose = NETWORK_OBJECTS[main.network];
  const chart = site.charts.get(main.network)?.find(({ kind }) => kind === 'law');
  const body = html`<h1>Whose law does ${whose} obey?</h1>
    <p class="lede">${lawSentence(main.report)}</p>
    <p>Where a machine stands is one question (see <a href="${to('countries/')}">countries</a>), whose law the company obeys is another. A server in Germany behind an American CDN depends on an American company. We count the seats of all that are seen: the CDN, else the hoster, and the managed hosting service, and those of companies that own them. What a CDN hides may be hosted under any law: hence “at most”.</p>
    ${chart !== undefined && chartFigure(site, to, main.network, chart)}
    ${networkLaw(site, to, main, false)}
    ${others.map((other) => networkLaw(site, to, other, true))}
    <section aria-labelledby="seats"><h2 id="seats">How we know</h2>
    <p>The seat is that of the legal person that signs the contract. Owners count where they are in the trade themselves, such as GoDaddy behind Host Europe; investors do not. Of small networks the seat is where their addresses are registered, and for some it is not known. Is one wrong? That is <a href="${to('method/')}#wrong">one line to mend</a>. Each server’s seat and laws are in <a href="${to('data/')}">the data</a>, as <code>seat</code> and <code>laws</code>.</p></section>`;
  return layOut(site, {
    path: PATH,
    title: 'Jurisdiction',
    description: `Whose law the companies obey that ${whose} depends on. ${lawSentence(main.report)}`,
    section: 'jurisdiction/',
    body,
  });
}

function networkLaw(site: Site, to: To, { network, report }: NetworkMaterial, inWords: boolean): Html {
  const whose = NETWORK_OBJECTS[network];
  return html`<section aria-labelledby="${network}"><h2 id="${network}">${NETWORK_NAMES[network]}</h2>
    <p>Shares of the ${count(report.answered)} servers that answered.${inWords && ` ${lawSentence(report)}`}</p>
    ${regionTable(report, `Whose law, ${whose}`)}
    ${seatTable(site, to, report, { label: `Seats of the companies behind ${whose}`, limit: LARGEST })}</section>`;
}
