import { KIND_ERROR, MEASURED_ERROR } from '../data/measured-error.ts';
import type { SiteFile } from '../data/site-file.ts';
import { html } from '../frame/html.ts';
import { layOut } from '../frame/layout.ts';
import { linksFrom } from '../frame/links.ts';
import { count, numbers, percent } from '../frame/phrases.ts';
import type { Site } from '../frame/site.ts';
import { table } from '../frame/table.ts';

const PATH = 'method/index.html';

export function methodPage(site: Site): SiteFile {
  const to = linksFrom(PATH);
  const body = html`<h1>How we measure</h1>
    <p class="lede">We take published lists of servers, ask DNS where each one is, look up who announces these addresses to the Internet, and count. Once a week, by the same method for every network.</p>
    <section class="quiet"><h2>From a name to a hoster</h2>
    <ol>
    <li><strong>The list.</strong> Which servers there are is not ours to decide: we take published lists and name them with every figure. A list is asked whole, or by a random sample that anybody can draw again from its seed. Many names under one domain that no managed hoster is known for are a farm: at most ten of them count.</li>
    <li><strong>The endpoint.</strong> Where a server really is, by its network’s specification: host-meta, WebFinger and NodeInfo in the fediverse, SRV records in XMPP (RFC 6120, XEP-0368), well-known files and SRV in Matrix, the address itself for websites. Then its IPv4 and IPv6 addresses.</li>
    <li><strong>The network.</strong> Which autonomous system announces the address, and which company is behind that AS number: a table of companies that <a href="${to('data/')}">anybody can read and mend</a>, and the AS’s own name where the table is silent.</li>
    <li><strong>Three layers, never mixed.</strong> A <em>front</em> (CDN or proxy) is what visitors reach; the <em>network</em> is whose machines it runs on; an <em>operator</em> runs it for its owner. Behind a front the network is unknown and stays so: we never try to uncover what an admin hides. That is why each hoster’s share is given as <em>at least</em> (what is seen there) and <em>at most</em> (with everything behind CDNs added).</li>
    <li><strong>Users.</strong> Users active in a month are what servers say of themselves in NodeInfo. Counts that cannot be are left out and listed. They are told in rounded figures because they are good for no more.</li>
    <li><strong>Where.</strong> The region that the provider publishes for the address; else the country in a database of cities, if the company has a data centre there; else the country is unknown. Where a block is registered is not where it is. Where the scanning machine’s own place is known, a place that light could not have come from in the time of a connection is left out (<a href="https://doi.org/10.1109/TNET.2006.886332">Gueye and others, 2006</a>). Countries on which the sources disagree are counted apart. A city only where the sources agree; no city for machines on an Internet provider’s line, which are in people’s homes; nothing for addresses that are in many places at once (anycast) or belong to a CDN.</li>
    </ol></section>
    <section aria-labelledby="error"><h2 id="error">How often we err</h2>
    <p>Measured against labels that others made of fediverse domains in May 2025; half of the labels are used, the other half is left for whoever wants to check us. In brackets the 95% interval.</p>
    ${table({
      label: 'Measured error of the attribution',
      caption: 'How many we named right.',
      rows: MEASURED_ERROR,
      columns: [
        { head: 'Layer', cell: ({ layer }) => layer },
        { head: 'Measured against', cell: ({ against }) => against },
        {
          head: 'Right',
          cell: ({ right, n }) => `${count(right)} of ${count(n)}`,
          number: ({ right, n }) => right / n,
        },
        {
          head: 'Share',
          cell: ({ right, n, low, high }) => `${percent(right / n)} (${percent(low)} to ${percent(high)})`,
          number: ({ right, n }) => right / n,
        },
      ],
    })}
    <p>The kind of network agrees with another company’s classification for ${percent(KIND_ERROR.domainsRight / KIND_ERROR.domains)} of ${count(KIND_ERROR.domains)} domains. Counted by AS number instead it is ${percent(KIND_ERROR.systemsRight / KIND_ERROR.systems)} of ${count(KIND_ERROR.systems)}: for ${count(KIND_ERROR.systemsUnknown)} small networks we do not say any kind.</p></section>
    <section aria-labelledby="margins"><h2 id="margins">Margins and words</h2>
    <ul>
    <li><strong>Share</strong>: a fraction of the servers that answered, which means that DNS gave an address. How many did not answer is always said.</li>
    <li><strong>Margin of error</strong>: a census of a list has none. For a random sample it is half the 95% interval by Wilson, corrected for a finite population, for each hoster by itself.</li>
    <li><strong>Companies that hold more than half</strong> (the Nakamoto coefficient): the fewest that together hold more than half of the servers.</li>
    <li><strong>Herfindahl-Hirschman index</strong>: the sum of the squared shares in per cent; 10,000 is a monopoly. What fronts hide is counted as if spread thin, so that the index is a lower bound.</li>
    <li><strong>Internet providers</strong> sell a line to whoever runs a server at home or in an office, and host nothing. They are marked in the tables, and left out wherever we speak of the largest hosters. Where we speak of companies (the five largest, those that hold more than half, the index) they count: they too can cut servers off.</li>
    <li><strong>Change</strong>: in percentage points, told only where it is more than the margin of error.</li>
    </ul></section>
    <section aria-labelledby="limits"><h2 id="limits">What we cannot know</h2>
    <ul>
    <li>Who hosts a server behind a CDN, or behind a proxy that nobody knows as one.</li>
    <li>Where the data is: an address leads to the machine that answers, not to its database or its media storage.</li>
    <li>Servers that no list knows, and how many these are. Another list gives another answer.</li>
    <li>Whether a server tells the truth about its users.</li>
    <li>Who owns what: a reseller’s customers count for the network that announces their addresses.</li>
    <li>The home of servers at home: their kind is shown as Internet access, and the company named is the provider of the line.</li>
    <li>Anything between two scans: this is no uptime service.</li>
    </ul></section>
    <section aria-labelledby="manners"><h2 id="manners">Manners</h2>
    <p>A server is looked at once a week, and when somebody asks for it: some DNS questions, and at most a few small documents over HTTPS, in random order, slowly for any one address and domain, under one name (<code>whohosts/${site.version}</code>), and never against its robots.txt. <a href="${to('admins/')}">Admins can opt out or declare their hoster</a>.</p></section>
    <section aria-labelledby="wrong"><h2 id="wrong">Something is wrong?</h2>
    <p>A company that is misnamed, not grouped or grouped wrongly is one line in the table of hosters. Tell ${site.contact === null ? 'the operator of this site' : html`us (${site.contact.replace(/^mailto:/, '')})`}, or send the line to the project.</p></section>
    <section aria-labelledby="sources"><h2 id="sources">Sources</h2>
    <ul>${site.sources.map(({ name, date, licence, attribution, url }) => html`<li><a href="${url}">${name}</a>${date !== null && `, of ${numbers.date(date)}`}: ${attribution} (${licence}).</li>`)}
    <li>Map: Natural Earth, public domain.</li></ul></section>`;
  return layOut(site, {
    path: PATH,
    title: 'How we measure',
    description: 'From a list of names to hosters: the method, its measured error, and what cannot be known.',
    section: 'method/',
    body,
  });
}
