import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LANGUAGE_CODES as CONFIGURED } from '../../src/config.ts';
import type { Hoster } from '../../src/model/attribution.ts';
import { NETWORKS } from '../../src/model/network.ts';
import { CHART_KINDS, type Headline, type ReportPhrases } from '../../src/report/language/language.ts';
import { REPORT_PHRASES } from '../../src/report/language/languages.ts';
import { writeAltText } from '../../src/report/post/alt-text.ts';
import { writeMovers } from '../../src/report/post/movers-toot.ts';
import { writeToot } from '../../src/report/post/toot.ts';
import { buildReport, type ReportInput } from '../../src/report/report.ts';
import type { Report } from '../../src/report/report-shape.ts';
import { mastodonLength } from '../../src/text/mastodon-length.ts';
import { createNumbers } from '../../src/text/numbers.ts';
import { hoster, servers } from '../statistics/servers.ts';
import { HOSTILE_NAMES } from './hostile-names.ts';
import { modelInput, modelQuiet, modelWebsites, modelYear } from './model-fediverse.ts';

const rules = { limit: 500, charactersPerUrl: 23 };
const pageUrl = 'https://whohosts.example/';
const INPUTS: readonly ReportInput[] = [
  modelYear(),
  modelInput(),
  modelInput({ seed: 's', population: 12_098 }),
  ...[0, 1, 2].map(modelQuiet),
];

/** The scan with every hoster renamed, and the same in all scans that it is compared with. */
function renamed(input: ReportInput, name: string): ReportInput {
  const call = <T extends Hoster | null>(known: T): T => (known === null ? known : { ...known, name });
  const list = (all: ReportInput['servers']) =>
    all.map((one) => ({ ...one, hoster: call(one.hoster), front: call(one.front), city: name }));
  const movers = input.movers.map((mover) => ({
    ...mover,
    from: { ...mover.from, hoster: call(mover.from.hoster) },
    to: { ...mover.to, hoster: call(mover.to.hoster) },
  }));
  const past = (input.past ?? []).map((one) => ({
    ...one,
    totals: one.totals.map((row) => (row.layer === 'status' ? row : { ...row, name })),
  }));
  const comparison = input.comparison.map((one) => ({ ...one, servers: list(one.servers) }));
  return {
    ...input,
    scan: { ...input.scan, source: name },
    servers: list(input.servers),
    movers,
    past,
    comparison,
  };
}

/** The same shares, with as many servers and users as the fediverse has. */
function census(report: Report): Report {
  const { previous } = report.changes;
  const before = previous && { ...previous, before: { ...previous.before, answered: 25_100 } };
  return {
    ...report,
    answered: 25_347,
    sampled: 28_248,
    population: 28_248,
    activeUsers: 1_183_199,
    changes: { ...report.changes, previous: before },
  };
}

const points = { value: 1.4, text: '1.4', decimals: 1 };
const weeks = { value: 40, text: '40', decimals: 0 };
const HEADLINES: readonly Headline[] = [
  ...[1, 2, 3, 4, 5].map((hosters): Headline => ({ kind: 'few', hosters, share: '56%' })),
  { kind: 'users', name: 'AA', share: '14%', userShare: '23%', more: true },
  { kind: 'users', name: 'AA', share: '14%', userShare: '3%', more: false },
  { kind: 'band', band: { low: 40, high: 50, south: false }, share: '65%' },
  { kind: 'band', band: { low: 30, high: 40, south: true }, share: '65%' },
  { kind: 'rank', name: 'AA', passed: 'BB', rank: 2 },
  { kind: 'half', hosters: 1, before: 2 },
  { kind: 'half', hosters: 10, before: 1 },
  { kind: 'five', level: '55%', rising: true },
  { kind: 'five', level: '55%', rising: false },
  { kind: 'change', name: 'AA', points, rising: true, share: '24%' },
  { kind: 'change', name: 'AA', points, rising: false, share: '24%' },
  { kind: 'record', name: 'AA', share: '24%', rising: true, weeks },
  { kind: 'record', name: 'AA', share: '24%', rising: false, weeks },
  { kind: 'record', name: null, share: '15%', rising: true, weeks },
  { kind: 'record', name: null, share: '15%', rising: false, weeks },
  { kind: 'flow', from: 'AA', to: 'BB', net: { value: 5, text: '5', decimals: 0 } },
];

it('are those that the configuration offers', () => {
  expect(Object.keys(REPORT_PHRASES)).toEqual(CONFIGURED);
});

describe.each(
  Object.values(REPORT_PHRASES).map((language): [string, ReportPhrases] => [language.code, language]),
)('in %s', (code, language) => {
  const toot = (input: ReportInput) => writeToot(buildReport(input), { language, pageUrl, ...rules });

  it('a usual week fits 500 characters with the five largest, the control group, n, N, list, date and link', () => {
    for (const input of [modelYear(), ...[0, 1, 2].map(modelQuiet)]) {
      const text = toot(input);
      const numbers = createNumbers(language.locale);
      expect(mastodonLength(text, rules)).toBeLessThanOrEqual(500);
      for (const name of ['OVH', 'Hetzner', 'DigitalOcean', 'Akamai (Linode)', 'netcup']) {
        expect(
          text
            .split('\n')
            .filter((line) => /^\s?[:：]/.test(line.slice(name.length)) && line.startsWith(name)),
        ).toHaveLength(1);
      }
      const date = numbers.date(input.scan.finishedAt ?? '');
      for (const part of ['347', '400', '987', 'nodes.fediverse.party', pageUrl, date])
        expect(text).toContain(part);
    }
  });

  it('a week with news of a whole network fits too, with the control group', () => {
    for (const input of [modelYear(), ...[0, 1, 2].map(modelQuiet)]) {
      const text = writeToot(census(buildReport(input)), { language, pageUrl, ...rules });
      for (const part of ['Amazon Web Services 10', '25', `${language.toot.hidden}`, pageUrl])
        expect(text).toContain(part);
      const lines = text.split('\n').filter((line) => /^(OVH|Hetzner|netcup)\s?[:：]/.test(line));
      expect(lines).toHaveLength(3);
      expect(lines[0]).toContain(language.toot.ofUsers(createNumbers(language.locale).share(0.09, 0)));
      if (input.movers.length > 0) expect(lines[0]).toContain(language.since(null));
    }
  });

  it('no name makes it too long or adds a mention, tag or link, and every share has its denominator', () => {
    const long = fc.constantFrom('W'.repeat(300), '株'.repeat(60), '👩‍👩‍👧‍👦'.repeat(50), 'é'.repeat(90));
    const hostile = fc.constantFrom(...HOSTILE_NAMES);
    fc.assert(
      fc.property(
        fc.oneof(long, hostile, fc.string({ unit: 'grapheme' })),
        fc.constantFrom(...INPUTS),
        (name, input) => {
          const report = buildReport(renamed(input, name));
          const text = writeToot(report, { language, pageUrl, ...rules });
          const second = writeMovers(report, { language, ...rules });
          expect(mastodonLength(text, rules)).toBeLessThanOrEqual(500);
          expect(mastodonLength(second ?? '', rules)).toBeLessThanOrEqual(500);
          for (const said of [text.replace(pageUrl, ''), second ?? '']) {
            expect(said).not.toMatch(/[@＠﹫#＃﹟<>](?!1[\s\u202f]?%)/u);
            expect(said).not.toMatch(/:\/\//);
          }
          if (/%/.test(text)) expect(text).toContain('347');
          for (const kind of CHART_KINDS) {
            const alt = writeAltText(report, { language, limit: 1500, kind });
            expect([...alt].length).toBeLessThanOrEqual(1500);
            expect(alt).not.toMatch(/[@＠﹫#＃﹟>]/u);
            expect(alt).toContain('400');
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it('every finding has a title of its own, and a sentence that says what it is of', () => {
    const titles = new Set<string>();
    for (const network of NETWORKS) {
      for (const headline of HEADLINES) {
        const title = language.title(headline, network);
        expect(title).not.toMatch(/undefined|null|NaN|\[object|\s{2}|[.。]$/);
        titles.add(title);
        const held = headline.kind === 'flow' ? null : '84';
        const of = headline.kind === 'band' ? 'located' : 'answered';
        const sentence = language.finding(headline, network, { held, total: '347', of });
        expect(sentence.startsWith(title)).toBe(true);
        expect(sentence).toMatch(/347.*[.。]$/);
        expect(sentence.includes('84')).toBe(held !== null);
        expect(language.finding(headline, network, null)).toMatch(/[.。]$/);
      }
    }
    // Two findings of the map and one of moves do not name the network: the sentences below them do.
    expect(titles.size).toBe(HEADLINES.length * NETWORKS.length - 3 * (NETWORKS.length - 1));
  });

  it('one is singular', () => {
    const counted = (value: number) => ({ value, text: String(value), decimals: 0 });
    const both = (say: (count: ReturnType<typeof counted>) => string) =>
      [1, 2].map((value) => say(counted(value)));
    const sentences = [
      both(language.toot.moved),
      both((count) => language.movers.intro(count, '347', 'x')),
      both(language.alt.unattributed),
      both((count) => language.alt.users('9', count)),
      both((count) => language.alt.others(count, '5%', null)),
      both((count) => language.alt.concentration('900', count, false)),
    ];
    // In Japanese only the number differs; the other languages have different words.
    const words = sentences.map((pair) => new Set(pair.map((text) => text.replace(/[12]/g, 'n'))).size);
    const different = words.filter((count) => count === 2).length;
    if (code === 'ja') expect(different).toBe(0);
    else expect(different).toBeGreaterThanOrEqual(code === 'en' ? 5 : 4);
  });

  it('an empty week, one that hides everything and one without users have words', () => {
    const bare = { movers: [], previous: null, comparison: [modelWebsites()] };
    const of = (list: ReportInput['servers']): ReportInput => ({
      ...bare,
      scan: { ...modelInput().scan, sampled: list.length, population: list.length },
      servers: list,
    });
    for (const list of [
      servers(9, 'a', { status: 'TIMEOUT' }),
      servers(9, 'a', { front: hoster('cf') }),
      servers(9, 'a', { hoster: hoster('aa') }),
      servers(9, 'a'),
    ]) {
      const text = toot(of(list));
      expect(text).toContain('9');
      expect(text).not.toMatch(/undefined|null|NaN/);
      expect(writeAltText(buildReport(of(list)), { language, limit: 1500 })).toContain('9');
    }
  });

  it('countries, dates and numbers follow the locale', () => {
    const numbers = createNumbers(language.locale);
    const names = { en: 'Germany', de: 'Deutschland', fr: 'Allemagne', es: 'Alemania', ja: 'ドイツ' };
    expect(numbers.country('DE')).toBe(names[code as keyof typeof names]);
    expect(['DE', 'XQ', '', '__', 'D'].map(numbers.country).slice(1)).toEqual(['XQ', '', '__', 'D']);
    expect(writeAltText(buildReport(modelQuiet(0)), { language, limit: 1500 })).toContain(
      numbers.country('NO'),
    );
  });
});

describe('a language that elides or inflects', () => {
  const one = { value: 1, text: '1', decimals: 0 };
  it('takes the form that the number asks for', () => {
    const { fr, en, es, de } = REPORT_PHRASES;
    const change = (language: ReportPhrases, value: number, text: string) =>
      language.title(
        { kind: 'change', name: 'OVH', points: { value, text, decimals: 1 }, rising: true, share: '24 %' },
        'fediverse',
      );
    expect(change(fr, 1.4, '1,4')).toContain('en hausse de 1,4 point');
    expect(change(fr, 1.4, '1,4')).not.toContain('points');
    expect(change(fr, 2, '2,0')).toContain('2,0 points');
    expect(change(en, 1, '1.0')).toContain('up 1.0 points');
    expect(change(es, 1.4, '1,4')).toContain('1,4 puntos más');
    expect(change(de, 2, '2,0')).toContain('2,0 Punkte mehr');
    expect(fr.toot.moved(one)).toBe('1 serveur a déménagé.');
    expect(de.toot.moved(one)).toBe('1 Server ist umgezogen.');
    expect(es.toot.moved({ value: 2, text: '2', decimals: 0 })).toBe('2 servidores se mudaron.');
  });
});

describe('the second post of the thread', () => {
  it('lists who moved where, largest first', () => {
    expect(writeMovers(buildReport(modelInput()), { language: REPORT_PHRASES.en, ...rules })).toBe(
      'Since last week, 5 of the 347 servers that answered changed host or CDN. Net flows:\n\nHetzner → OVH: +5',
    );
  });

  it('is omitted if no server moved, or without a previous scan', () => {
    const { en } = REPORT_PHRASES;
    expect(writeMovers(buildReport(modelQuiet(1)), { language: en, ...rules })).toBeNull();
    expect(
      writeMovers(buildReport({ ...modelInput(), previous: null }), { language: en, ...rules }),
    ).toBeNull();
    expect(
      writeMovers(buildReport(modelInput()), { language: en, limit: 60, charactersPerUrl: 23 }),
    ).toBeNull();
  });
});
