import { describe, expect, it } from 'vitest';
import { largestHosters } from '../../src/report/headline/ranking.ts';
import type { Coverage } from '../../src/report/language/language.ts';
import { REPORT_PHRASES } from '../../src/report/language/languages.ts';
import { createNumbers } from '../../src/text/numbers.ts';

type Code = keyof typeof REPORT_PHRASES;

function coverage(code: Code, answered: number, population: number): Coverage {
  const { count } = createNumbers(REPORT_PHRASES[code].locale);
  return {
    source: 'LIST',
    date: 'DAY',
    answered: count(answered),
    sampled: count(population),
    population: count(population),
    counts: { answered, population },
    unresolved: answered === population ? null : count(population - answered),
    how: 'all',
    margin: null,
  };
}

describe.each<readonly [Code, readonly (readonly [number, number, string])[]]>([
  [
    'en',
    [
      [1, 1, 'The one server on LIST answered, with 9 monthly users. DAY.'],
      [1, 2, '1 of 2 servers on LIST answered, with 9 monthly users. DAY.'],
      [0, 1, '0 of 1 servers on LIST answered, with 9 monthly users. DAY.'],
      [21, 1000, '21 of 1,000 servers on LIST answered, with 9 monthly users. DAY.'],
    ],
  ],
  [
    'de',
    [
      [1, 1, 'Der eine Server auf LIST hat geantwortet, mit 9 im Monat aktiven Konten. DAY.'],
      [1, 2, '1 von 2 Servern auf LIST hat geantwortet, mit 9 im Monat aktiven Konten. DAY.'],
      [2, 2, '2 von 2 Servern auf LIST haben geantwortet, mit 9 im Monat aktiven Konten. DAY.'],
      [21, 1000, '21 von 1.000 Servern auf LIST haben geantwortet, mit 9 im Monat aktiven Konten. DAY.'],
    ],
  ],
  [
    'fr',
    [
      [1, 1, 'Le seul serveur de LIST a répondu (9 comptes actifs par mois). DAY.'],
      [1, 2, '1 des 2 serveurs de LIST a répondu (9 comptes actifs par mois). DAY.'],
      [5, 5, '5 des 5 serveurs de LIST ont répondu (9 comptes actifs par mois). DAY.'],
    ],
  ],
  [
    'es',
    [
      [1, 1, 'Respondió el único servidor de LIST, con 9 cuentas activas al mes. DAY.'],
      [1, 2, 'Respondió 1 de 2 servidores de LIST, con 9 cuentas activas al mes. DAY.'],
      [5, 5, 'Respondieron 5 de 5 servidores de LIST, con 9 cuentas activas al mes. DAY.'],
    ],
  ],
  ['ja', [[1, 1, 'LIST の1台のうち1台が応答（月間ユーザー9人）。DAY。']]],
])('in %s', (code, rows) => {
  const phrases = REPORT_PHRASES[code];

  it.each(rows)('%i of %i servers', (answered, population, expected) => {
    expect(phrases.coverage(coverage(code, answered, population), '9')).toBe(expected);
  });

  it('one server is not called all of several, neither in the post nor in the picture', () => {
    expect(phrases.alt.coverage(coverage(code, 1, 1))).not.toMatch(/\b(?:all|alle|tous|todos)\b|1 serv/i);
  });

  it.each([
    [1, /website:|Website:|site ordinaire\u00a0:|web corriente:|1件/],
    [2, /websites:|Websites:|sites ordinaires\u00a0:|webs corrientes:|2件/],
  ])('%i websites of the control group are ordinary ones', (value, words) => {
    const text = phrases.toot.control(['A 50 %'], { value, text: String(value), decimals: 0 });
    expect(text).toMatch(words);
    expect(text).toMatch(/ordinary|normalen|ordinaire|corriente|一般/);
  });
});

describe('the few largest hosters', () => {
  const hosters = (...counts: number[]) =>
    counts.map((servers, index) => ({
      id: `h${index}`,
      name: `H${index}`,
      kind: 'hosting',
      servers,
    })) as never;

  it.each<readonly [readonly number[], number, number | null, number]>([
    [[60, 20, 20], 100, 1, 60],
    [[50, 20, 10], 100, 2, 70],
    [[24, 14, 9, 5, 4], 100, 4, 52],
    [[10, 10, 10, 10, 10, 10, 10], 100, 6, 60],
    [[5, 5, 5, 5, 5, 5], 100, 5, 25],
    [[5, 5], 100, 2, 10],
    [[], 100, null, 0],
  ])('%j of %i are the fewest that hold more than half, or five', (counts, answered, count, held) => {
    const found = largestHosters({ hosters: hosters(...counts), answered });
    expect(found === null ? null : found).toEqual(
      count === null ? null : { kind: 'few', hosters: count, held },
    );
  });
});
