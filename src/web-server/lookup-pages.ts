import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Attribution, Hoster } from '../model/attribution.ts';
import { type Domain, displayDomain } from '../model/domain.ts';
import { type DomainAnswer, withoutHomes } from '../model/domain-answer.ts';
import { type Content, type Html, html } from '../site/frame/html.ts';
import { sharePicture } from '../site/frame/layout.ts';
import { hosterPath } from '../site/frame/links.ts';
import {
  countryName,
  NETWORK_NAMES,
  nameOf,
  numbers,
  percent,
  STATUS_NAMES,
  servers,
  users,
} from '../site/frame/phrases.ts';
import { SHARE_NAME } from '../site/frame/share-picture.ts';
import { ANSWER_MARK, LOOKUP_PAGE } from '../site/pages/lookup.ts';
import {
  SERVER_ANSWER,
  SERVER_DESCRIPTION,
  SERVER_PAGE,
  SERVER_TITLE,
  serverPath,
} from '../site/pages/server.ts';
import type { Residence } from '../store/history.ts';
import { plainName } from '../text/defang.ts';
import type { NamesFound, SearchText } from '../text/search-text.js';
import type { Text } from './answer.ts';
import type { Recollection } from './answer-sources.ts';
import { findFile } from './site-files.ts';

/** Answers as pages in the site's frame, for browsers without scripts and for programs that preview links. */
export interface LookupPages {
  found(answer: DomainAnswer): Promise<Text>;
  problem(status: number, message: string, headers?: Readonly<Record<string, string>>): Promise<Text>;
  /** What was given is not one domain. A hoster or country that is called just so is led to. */
  noDomain(search: SearchText, found: NamesFound): Promise<Text>;
  /** What scans know of a server; null where none saw it. */
  server(domain: Domain, known: Recollection | null): Promise<Text>;
}

const HTML = 'text/html; charset=utf-8';
/** The tags of the preview picture in the page of a server, replaced when the server is known. */
const PICTURE =
  /<meta property="og:image" content="([^"]*?)[\w.-]+"[\s\S]*?<meta property="og:image:alt"[^>]*>/;

function serverPicture(domain: Domain): string {
  return `server/${SHARE_NAME}?domain=${encodeURIComponent(domain)}`;
}

export function createLookupPages(siteDir: string): LookupPages {
  /** The frame is a page of the site; without a site the answer has no frame. */
  const page = async (
    status: number,
    answer: Html,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Text> => {
    const frame = await readFile(join(siteDir, LOOKUP_PAGE), 'utf8').catch(
      () => `<!doctype html><title>whohosts</title>${ANSWER_MARK}`,
    );
    const [before = '', after = ''] = frame.split(ANSWER_MARK);
    return { status, type: HTML, body: `${before}${answer.markup}${after}`, headers };
  };
  const link = async (company: Hoster): Promise<Content> => {
    const path = hosterPath(company.id);
    const found = await findFile(siteDir, `/${path}`);
    if (found.kind !== 'file') return nameOf(company);
    await found.handle.close();
    return html`<a href="../${path}">${nameOf(company)}</a>`;
  };
  return {
    problem: (status, message, headers) =>
      page(status, html`<h1 data-answered>Look up a server</h1><p class="lede">${message}</p>`, headers),
    found: async (answer) => page(200, await describeAnswer(answer, link)),
    async noDomain(search, { exact, others }) {
      if (exact !== null) {
        return { status: 303, type: HTML, body: '', headers: { Location: `../${exact.page}` } };
      }
      const list = html`<ul>${others.map(({ kind, name, page: path, servers: count }) => html`<li><a href="../${path}">${name}</a> (${kind}, ${servers(count)})</li>`)}</ul>`;
      switch (search.kind) {
        case 'several':
          return await page(
            400,
            html`<h1 data-answered>Several domains</h1><p class="lede">Each has an answer of its own:</p>
            <ul>${search.domains.map((domain) => html`<li><a href="../${serverPath(domain)}">${domain}</a></li>`)}</ul>`,
          );
        case 'address':
          return await page(
            400,
            html`<h1 data-answered>An IP address</h1><p class="lede">Names are looked up here. Try a domain such as mastodon.social.</p>`,
          );
        default:
          return await page(
            400,
            html`<h1 data-answered>Not a domain</h1>
            <p class="lede">That is not a domain, nor a hoster or country of the last scans. ${others.length > 0 ? 'Did you mean:' : 'Try one such as mastodon.social, Hetzner or Germany.'}</p>
            ${others.length > 0 && list}`,
          );
      }
    },
    async server(domain, known) {
      const frame = await readFile(join(siteDir, SERVER_PAGE), 'utf8').catch(
        () => `<!doctype html><title>${SERVER_TITLE}</title>${SERVER_ANSWER.begin}${SERVER_ANSWER.end}`,
      );
      const shown = displayDomain(domain);
      const [before = '', rest = ''] = frame.split(SERVER_ANSWER.begin);
      const [, after = ''] = rest.split(SERVER_ANSWER.end);
      const isKnown = known !== null && !known.answer.isOptedOut;
      const answer = isKnown
        ? html`${await describeAnswer(withoutHomes(known.answer), link)}${await describeHistory(known.history, link)}`
        : html`<h1 data-answered>${shown}</h1><p class="lede">${known === null ? html`It was in none of the last scans. <a rel="nofollow" href="../api/lookup?domain=${encodeURIComponent(domain)}">Look now</a>` : 'Its admin asked not to be measured.'}</p>`;
      const described = isKnown ? await describeInWords(known.answer) : SERVER_DESCRIPTION;
      // What previews of a link show.
      const head = before
        .replaceAll(`${SERVER_TITLE} ·`, html`Who hosts ${shown}? ·`.markup)
        .replaceAll(`content="${SERVER_TITLE}"`, html`content="${`Who hosts ${shown}?`}"`.markup)
        .replaceAll(`content="${SERVER_DESCRIPTION}"`, html`content="${described}"`.markup)
        .replaceAll('/server/"', html`/${serverPath(domain)}"`.markup)
        .replace(PICTURE, (chart, root: string) =>
          isKnown ? sharePicture(`${root}${serverPicture(domain)}`, described).markup : chart,
        );
      const status = isKnown ? 200 : known === null ? 404 : 403;
      return { status, type: HTML, body: `${head}${answer.markup}${after}` };
    },
  };
}

type Link = (company: Hoster) => Promise<Content>;

async function describeHosting({ front, hoster, kind }: Attribution, link: Link): Promise<Content> {
  if (front !== null) return html`is behind ${await link(front)}, which hides who hosts it.`;
  if (hoster === null) return 'answers, but it is not known who announces its address.';
  if (kind !== 'isp') return html`is hosted by ${await link(hoster)}.`;
  return html`is connected through ${await link(hoster)}, an Internet provider: probably a machine of one’s own, at home or in an office.`;
}

/** The same in one sentence without links. */
async function describeInWords({ domain, attribution, observedAt }: DomainAnswer): Promise<string> {
  const day = numbers.date(observedAt);
  if (attribution === null) return `${displayDomain(domain)} gave no address on ${day}.`;
  const who = await describeHosting(attribution, async (company) => nameOf(company));
  const sentence = html`${who}`.markup.replace(/<[^>]*>/g, '').replace(/&amp;/g, '&');
  return `${displayDomain(domain)} ${sentence} Measured on ${day}.`;
}

async function describeHistory(history: readonly Residence[], link: Link): Promise<Html | null> {
  if (history.length === 0) return null;
  const rows = await Promise.all(
    history.map(async ({ hoster, front, from, to }) => {
      const company = front ?? hoster;
      const where = company === null ? 'somewhere unknown' : await link(company);
      return html`<li>${front !== null && 'behind '}${where}, ${from === to ? `seen on ${numbers.date(from)}` : `from ${numbers.date(from)} to ${numbers.date(to)}`}</li>`;
    }),
  );
  return html`<h2>Where it has been</h2><ol>${rows}</ol>`;
}

async function describeAnswer(answer: DomainAnswer, link: Link): Promise<Html> {
  const { domain, network, source, observedAt, status, attribution, agree, self, declared } = answer;
  const { standing, since } = answer;
  const shown = displayDomain(domain);
  const title = html`<h1 data-answered>${shown}</h1>${shown !== domain && html`<p>${domain}</p>`}`;
  const again = `../api/lookup?domain=${encodeURIComponent(domain)}&network=${network}&fresh=1`;
  const origin =
    source === 'look'
      ? html`<p class="small">Looked up just now in ${NETWORK_NAMES[network]}; nothing of it is kept.</p>`
      : html`<p class="small">Measured on ${numbers.date(observedAt)} in ${NETWORK_NAMES[network]}. <a rel="nofollow" href="${again}">Look again now</a></p>`;
  if (attribution === null) {
    return html`${title}<p class="lede">No address in ${NETWORK_NAMES[network]}: ${STATUS_NAMES[status ?? 'TIMEOUT']} (${status ?? 'TIMEOUT'}).</p>${origin}`;
  }
  const { front, operator, asn, prefix, location } = attribution;
  const place = [
    location?.city ?? null,
    location?.country === null || location === null ? null : countryName(location.country),
  ].filter((part) => part !== null);
  const said =
    declared === null ? [] : [declared.by, declared.country].filter((part) => part !== null).map(plainName);
  const active = self?.usersActiveMonth ?? null;
  return html`${title}
    <p class="lede">${shown} ${await describeHosting(attribution, link)}</p>
    <ul>
    ${operator !== null && html`<li>Run by ${await link(operator)}, a managed hosting service.</li>`}
    ${front === null && place.length > 0 && html`<li>Its address is in ${place.join(', ')}.</li>`}
    ${!agree && html`<li>Its addresses do not agree on who hosts it; this is what most of them say.</li>`}
    ${asn !== null && html`<li>Announced by AS${asn}${prefix !== null && `, ${prefix}`}.</li>`}
    ${since !== null && html`<li>There since ${numbers.date(since)} or before.</li>`}
    ${self?.software !== null && self?.software !== undefined && html`<li>It says that it runs ${plainName(self.software)}${active !== null && `, with ${users(active)} active ${active === 1 ? 'user' : 'users'}`}.</li>`}
    ${said.length > 0 && html`<li>Its admin declares: ${said.join(', ')}.</li>`}
    ${standing !== null && html`<li>${servers(standing.servers)} stood there in the last scan, ${percent(standing.share)} of those that answered${standing.activeShare !== null && `, with ${percent(standing.activeShare)} of the active users`}.</li>`}
    </ul>${origin}`;
}
