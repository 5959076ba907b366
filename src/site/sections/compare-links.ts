import { comparableHosters, pairsOf } from '../data/comparable-hosters.ts';
import { type Html, html } from '../frame/html.ts';
import { comparePath, type To } from '../frame/links.ts';
import { nameOf } from '../frame/phrases.ts';
import type { Site } from '../frame/site.ts';

/** From the page of one of the largest hosters to its comparison with each of the others. */
export function compareLinks(site: Site, to: To, id: string): Html | null {
  const hosters = comparableHosters(site.networks[0]);
  const pairs = pairsOf(hosters).filter((pair) => pair.some((hoster) => hoster.id === id));
  if (pairs.length === 0) return null;
  const rivals = pairs.map(([one, other]) => {
    const rival = one.id === id ? other : one;
    return html`<a href="${to(comparePath(one.id, other.id))}">${nameOf(rival)}</a>`;
  });
  return html`<p>Side by side with ${rivals.map((link, index) => [index > 0 && ', ', link])}.</p>`;
}
