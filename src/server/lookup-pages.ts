import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Attribution, type Hoster, withoutHome } from '../model/attribution.ts';
import { type Domain, displayDomain } from '../model/domain.ts';
import type { Network } from '../model/network.ts';
import { plainName } from '../report/defang.ts';
import { type Content, type Html, html } from '../site/html.ts';
import { hosterPath } from '../site/links.ts';
import { ANSWER_MARK, LOOKUP_PAGE } from '../site/pages/lookup.ts';
import { countryName, NETWORK_NAMES, nameOf, percent, STATUS_NAMES, servers } from '../site/words.ts';
import type { Text } from './answer.ts';
import type { Looked } from './look-ups.ts';
import { findFile } from './site-files.ts';

/** Look-ups as pages in the site's frame, for browsers without scripts. */
export interface LookupPages {
  found(domain: Domain, network: Network, looked: Looked): Promise<Text>;
  problem(status: number, message: string, headers?: Readonly<Record<string, string>>): Promise<Text>;
}

export function createLookupPages(siteDir: string): LookupPages {
  /** The frame is a page of the site; without a site the answer stands alone. */
  const page = async (
    status: number,
    answer: Html,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Text> => {
    const frame = await readFile(join(siteDir, LOOKUP_PAGE), 'utf8').catch(
      () => `<!doctype html><title>whohosts</title>${ANSWER_MARK}`,
    );
    const [before = '', after = ''] = frame.split(ANSWER_MARK);
    return { status, type: 'text/html; charset=utf-8', body: `${before}${answer.markup}${after}`, headers };
  };
  const link = async (company: Hoster): Promise<Content> => {
    const path = hosterPath(company.id);
    const found = await findFile(siteDir, `/${path}`);
    if (found.kind !== 'file') return nameOf(company);
    await found.handle.close();
    return html`<a href="../${path}">${nameOf(company)}</a>`;
  };
  const hosting = async ({ front, hoster, kind }: Attribution): Promise<Content> => {
    if (front !== null) return html`is behind ${await link(front)}, which hides who hosts it.`;
    if (hoster === null) return 'answers, but nobody is known to announce its address.';
    if (kind !== 'isp') return html`is hosted by ${await link(hoster)}.`;
    return html`is connected through ${await link(hoster)}, an Internet provider: probably a machine of one’s own, at home or in an office.`;
  };
  return {
    problem: (status, message, headers) =>
      page(status, html`<h1>Look up a server</h1><p class="lede">${message}</p>`, headers),
    async found(domain, network, { finding, context }) {
      const { observation, attribution, agree } = finding;
      const shown = displayDomain(domain);
      const title = html`<h1>${shown}</h1>${shown !== domain && html`<p>${domain}</p>`}`;
      if (attribution === null) {
        return await page(
          200,
          html`${title}<p class="lede">No address in ${NETWORK_NAMES[network]}: ${STATUS_NAMES[observation.status]} (${observation.status}).</p>`,
        );
      }
      const { front, operator, asn, prefix, location } = withoutHome(attribution);
      const who = await hosting(attribution);
      const place = [
        location?.city ?? null,
        location?.country === null || location === null ? null : countryName(location.country),
      ].filter((part) => part !== null);
      const { self, declared } = observation;
      const said =
        declared === null
          ? []
          : [declared.by, declared.country].filter((part) => part !== null).map(plainName);
      return await page(
        200,
        html`${title}
        <p class="lede">${shown} ${who}</p>
        <ul>
        ${operator !== null && html`<li>Run by ${await link(operator)}, a managed hosting service.</li>`}
        ${front === null && place.length > 0 && html`<li>Its address is in ${place.join(', ')}.</li>`}
        ${!agree && html`<li>Its addresses do not agree on who hosts it; this is what most of them say.</li>`}
        ${asn !== null && html`<li>Announced by AS${asn}${prefix !== null && `, ${prefix}`}.</li>`}
        ${self?.software !== null && self?.software !== undefined && html`<li>It says that it runs ${plainName(self.software)}.</li>`}
        ${said.length > 0 && html`<li>Its admin declares: ${said.join(', ')}.</li>`}
        ${context !== null && html`<li>${servers(context.servers)} stood there in the last scan, ${percent(context.share)} of those that answered.</li>`}
        </ul><p class="small">Looked up just now in ${NETWORK_NAMES[network]}; nothing of it is kept.</p>`,
      );
    },
  };
}
