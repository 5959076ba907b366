import { displayDomain } from '../model/domain.ts';
import type { DomainAnswer } from '../model/domain-answer.ts';
import { html } from '../site/frame/html.ts';
import { nameOf, numbers } from '../site/frame/phrases.ts';
import type { Text } from './answer.ts';

/** Pixels. A sans-serif letter of 11 px is about so wide on average; wide scripts take twice as much. */
const LETTER = 6.6;
const PADDING = 7;
const HEIGHT = 20;

/** A picture that says who hosts a server, for its admin to show; what it says is as old as the last scan. */
export function badge(answer: DomainAnswer | null): Text {
  const [label, value] = describe(answer);
  const measured = answer === null ? '' : `, measured ${numbers.date(answer.observedAt)} by whohosts`;
  const title = `${answer === null ? 'A server' : displayDomain(answer.domain)}: ${label} ${value}${measured}`;
  const left = widthOf(label);
  const right = widthOf(value);
  const text = (x: number, words: string) => html`<text x="${x}" y="14" text-anchor="middle">${words}</text>`;
  const svg = html`<svg xmlns="http://www.w3.org/2000/svg" width="${left + right}" height="${HEIGHT}" viewBox="0 0 ${left + right} ${HEIGHT}" role="img" aria-label="${title}">
<title>${title}</title>
<metadata>CC BY 4.0</metadata>
<rect width="${left}" height="${HEIGHT}" fill="#444"/><rect x="${left}" width="${right}" height="${HEIGHT}" fill="#0b5cad"/>
<g fill="#fff" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11">${text(left / 2, label)}${text(left + right / 2, value)}</g>
</svg>
`;
  return {
    status: answer === null ? 404 : 200,
    type: 'image/svg+xml; charset=utf-8',
    body: svg.markup,
    headers: {
      'Access-Control-Allow-Origin': '*',
      'Cross-Origin-Resource-Policy': 'cross-origin',
      'Cache-Control': 'public, max-age=3600',
    },
  };
}

function describe(answer: DomainAnswer | null): readonly [string, string] {
  const { front = null, hoster = null, kind = null } = answer?.attribution ?? {};
  if (front !== null) return ['behind', nameOf(front)];
  if (hoster === null) return ['hosted by', 'unknown'];
  return [kind === 'isp' ? 'connected through' : 'hosted by', nameOf(hoster)];
}

function widthOf(words: string): number {
  const letters = [...words].reduce((sum, letter) => sum + (/[ -\u04ff]/.test(letter) ? 1 : 2), 0);
  return Math.round(letters * LETTER + 2 * PADDING);
}
