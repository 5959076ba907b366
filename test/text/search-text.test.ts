import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDomain } from '../../src/model/domain.ts';
import { type Findable, findNames, readSearch } from '../../src/text/search-text.js';

describe('what people type as a domain', () => {
  it.each([
    ['mastodon.social', 'domain mastodon.social'],
    [' MASTODON.Social. ', 'domain mastodon.social'],
    ['https://mastodon.social/@ada?x=1#y', 'domain mastodon.social'],
    ['@ada@mastodon.social', 'domain mastodon.social'],
    ['mastodon.social:443', 'domain mastodon.social'],
    ['“mastodon.social”', 'domain mastodon.social'],
    ['who hosts mastodon.social?', 'domain mastodon.social'],
    ['bücher.example', 'domain xn--bcher-kva.example'],
    ['例え.テスト', 'domain xn--r8jz45g.xn--zckzah'],
    ['例え。テスト', 'domain xn--r8jz45g.xn--zckzah'],
    ['under_score.example', 'domain under_score.example'],
    ['mastodon.social chaos.social', 'several mastodon.social chaos.social'],
    ['mastodon.social,chaos.social, mastodon.social', 'several mastodon.social chaos.social'],
    ['116.203.1.1', 'address 116.203.1.1'],
    ['2a01:4f8::1', 'address 2a01:4f8::1'],
    ['https://[2a01:4f8::1]:443/', 'address 2a01:4f8::1'],
    ['Hetzner', 'words Hetzner'],
    ['Germany', 'words Germany'],
    ['not  a\tdomain', 'words not a domain'],
    ['a..b', 'words a..b'],
    ['<script>alert(1)</script>', 'words <script>alert(1)</script>'],
    ['-a.example', 'words -a.example'],
    ['a–b.example', 'words a–b.example'],
    [`${'a'.repeat(64)}.example`, `words ${'a'.repeat(64)}.example`],
    ['1.2.3', 'words 1.2.3'],
    ['', 'empty '],
    ['   ', 'empty '],
  ])('%j is read as %j', (text, expected) => {
    const { kind, ...rest } = readSearch(text);
    expect(`${kind} ${Object.values(rest).flat().join(' ')}`).toBe(expected);
  });

  it('agrees with parseDomain on every single name', () => {
    const label = fc.stringMatching(/^[A-Za-z0-9_äß字–・.-]{0,12}$/);
    fc.assert(
      fc.property(fc.array(label, { minLength: 1, maxLength: 4 }), (labels) => {
        const text = labels.join('.');
        const read = readSearch(text);
        const parsed = parseDomain(text);
        if (read.kind === 'domain') expect(parsed).toEqual({ ok: true, domain: read.domain });
        else expect(parsed.ok, text).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  it('never throws, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        const read = readSearch(text);
        if (read.kind === 'domain') expect(parseDomain(read.domain).ok).toBe(true);
        findNames(text, [{ kind: 'hoster', name: text, names: [], page: '', servers: 0 }]);
      }),
    );
  });
});

describe('searching hosters and countries by name', () => {
  const findable = (name: string, names: string[] = [], servers = 1): Findable => ({
    kind: names.length > 0 ? 'country' : 'hoster',
    name,
    names,
    page: `${name}/`,
    servers,
  });
  const all = [
    findable('Hetzner'),
    findable('OVHcloud', [], 9),
    findable('Deutsche Telekom'),
    findable('Germany', ['Deutschland', 'Allemagne', 'Alemania', 'ドイツ', 'DE', 'DEU'], 40),
    findable('Côte d’Ivoire', ['CI']),
    findable('Oman', ['OM']),
  ];
  it.each([
    ['hetzner', 'Hetzner', []],
    ['HETZNER', 'Hetzner', []],
    ['Hetzer', null, ['Hetzner']],
    ['hezt ner', null, ['Hetzner']],
    ['deutschland', 'Germany', []],
    ['ドイツ', 'Germany', []],
    ['de', 'Germany', ['Deutsche Telekom']],
    ['cote d’ivoire', 'Côte d’Ivoire', []],
    ['telekom', null, ['Deutsche Telekom']],
    ['ovh', null, ['OVHcloud']],
    ['servers at Hetzner', null, ['Hetzner']],
    ['woman', null, ['Oman']],
    ['romania', null, []],
    ['not a domain', null, []],
    ['…', null, []],
  ])('%j finds %j and suggests %j', (words, exact, others) => {
    const found = findNames(words, all);
    expect(found.exact?.name ?? null).toBe(exact);
    expect(found.others.map(({ name }) => name)).toEqual(others);
  });
});
