import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { VOCABULARY } from '../../../src/bot/language/languages.ts';
import { createNameFinder } from '../../../src/bot/reply/name-finder.ts';
import type { FindName } from '../../../src/bot/request/asked-name.ts';
import { readMention } from '../../../src/bot/request/mention-text.ts';
import { readRequest } from '../../../src/bot/request/request.ts';
import { found } from '../../kit/answers.ts';
import { addScan, openHouse } from '../house.ts';
import { said } from './mentions/markup.ts';
import { ORDINARY_TALK } from './talk.ts';
import { shown } from './understand.ts';

/** Every company that we know, as if each had a server in another country. */
const COMPANIES = JSON.parse(
  readFileSync(new URL('../../../data/hosters.json', import.meta.url), 'utf8'),
) as readonly { readonly id: string; readonly name: string; readonly country: string | null }[];

const house = openHouse({ url: 'http://127.0.0.1:1', token: 'x' });
let findName: FindName;
beforeAll(() => {
  const codes = [...new Set(COMPANIES.flatMap(({ country }) => country ?? []))];
  const results = COMPANIES.map(({ id, name, country }, index) =>
    found(`s${index}.example`, {
      hoster: { id, name, country },
      location: {
        ...{ country: codes[index % codes.length] ?? 'DE', city: null, lat: null, lon: null },
        accuracy: 'country',
      },
    }),
  );
  addScan(house.store, results, '2026-11-20T00:00:00Z');
  findName = createNameFinder(house.store);
}, 60_000);
afterAll(() => house.close());

function read(html: string, inThread = false): string {
  const own = { username: 'whohosts', hosts: ['home.example'], urls: ['https://home.example/@whohosts'] };
  const parts = readMention({ content: html, mentions: [] }, own);
  const request = readRequest(parts, { inThread, vocabulary: VOCABULARY, findName });
  if (request.kind !== 'refused' || request.reason !== 'similar') return shown(request);
  return `?${request.names.map(({ name }) => name).join(' ')}`;
}

describe('a hoster or a country as the whole message', () => {
  it.each([
    ['Hetzner', 'hoster hetzner'],
    ['hetzner?', 'hoster hetzner'],
    ['HETZNER!', 'hoster hetzner'],
    ['“Hetzner”', 'hoster hetzner'],
    ['Who is with Hetzner?', 'hoster hetzner'],
    ['What about Hetzner?', 'hoster hetzner'],
    ['Wer ist bei Hetzner?', 'hoster hetzner'],
    ['Hetzner のシェアは？', 'hoster hetzner'],
    ['Germany', 'country DE'],
    ['Deutschland', 'country DE'],
    ['Allemagne ?', 'country DE'],
    ['¿Alemania?', 'country DE'],
    ['ドイツ', 'country DE'],
    ['ドイツは？', 'country DE'],
    ['UK', 'country GB'],
    ['Côte d’Ivoire', 'country CI'],
    ['xmpp Hetzner', '!nothing'],
  ])('%s is read as %s', (text, wanted) => {
    expect(read(said(text))).toBe(wanted);
  });

  it.each([
    ['Hetzer', 'Hetzner'],
    ['hezt ner', 'Hetzner'],
    ['Germny', 'Germany'],
    ['Deutchland', 'Germany'],
    ['Digital Ocaen', 'DigitalOcean'],
  ])('%s is misspelt, and %s is suggested', (text, wanted) => {
    expect(read(said(text))).toMatch(new RegExp(`^\\?.*${wanted}`));
  });

  it('is not read in a thread unless it is a question', () => {
    expect(read(said('Hetzner'), true)).toBe('!single label');
    expect(read(said('Germny'), true)).toBe('!single label');
    expect(read(said('Hetzner?'), true)).toBe('hoster hetzner');
    expect(read(said('And Germany?'), true)).toBe('country DE');
  });

  it('is not seen beside a server, a link or a person', () => {
    expect(read(said('chaos.social Hetzner'))).toBe('chaos.social');
    expect(read(`${said('Hetzner')}<p><a href="https://far.example/">far.example</a></p>`)).toBe(
      'far.example',
    );
  });
});

describe('talk', () => {
  const EXCLAIMED = [
    ...[
      'thanks',
      'Thank you!',
      'cool',
      'nice',
      'Nice bot',
      'good bot',
      'bad bot',
      'hello',
      'hi',
      'lol',
      'wow',
    ],
    ...['ok', 'yes', 'no', 'so', 'it', 'me', 'de', 'in', 'us', 'my', 'to', 'is', 'at', 'be', 'wtf', 'please'],
    ...['danke', 'super', 'genau', 'ja', 'nein', 'hallo', 'merci', 'oui', 'gracias', 'hola', 'sí', 'vale'],
    ...[
      'I love Hetzner',
      'I live in Germany',
      'Hetzner is down again',
      'we moved away from Hetzner last year',
    ],
    ...[
      'Ich wohne in Deutschland',
      'Greetings from Germany',
      'Germany won!',
      'Deutschland gewinnt',
      'ドイツに行きます',
      'すごい',
      '草',
    ],
  ];

  it('never becomes a hoster or a country, whatever companies are called', () => {
    const all = [...ORDINARY_TALK, ...EXCLAIMED];
    const kinds = all.map((talk) => [talk, read(said(talk))] as const);
    expect(kinds.filter(([, kind]) => /^(hoster|front|operator|country|\?)/.test(kind))).toEqual([]);
  });
});
