import { domainToASCII } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { displayDomain, parseDomain, registrableDomain } from '../../src/model/domain.ts';

function domain(text: string): string | null {
  const parsed = parseDomain(text);
  return parsed.ok ? parsed.domain : null;
}

function problem(text: string): string | null {
  const parsed = parseDomain(text);
  return parsed.ok ? null : parsed.problem;
}

describe('a domain', () => {
  it.each([
    ['mastodon.social', 'mastodon.social'],
    ['  Mastodon.SOCIAL. ', 'mastodon.social'],
    ['BÄR.example', 'xn--br-via.example'],
    ['xn--BR-VIA.example', 'xn--br-via.example'],
    ['faß.example', 'xn--fa-hia.example'],
    ['☃.example', 'xn--n3h.example'],
    ['みんな。example', 'xn--q9jyb4c.example'],
    ['💩.example', 'xn--ls8h.example'],
    // Marks within words of Catalan, Japanese, Hebrew and Tibetan.
    ['col·lectiu.example', 'xn--collectiu-2pa.example'],
    ['ア・イ.example', 'xn--ccke4x.example'],
    ['א״א.example', 'xn--4dba1i.example'],
    ['བོད་.example', 'xn--nbd3loa6m.example'],
    ['xn--a-ecp.example', 'xn--a-ecp.example'],
    ['a_b.example', 'a_b.example'],
    ['0.9.2.e164.arpa', '0.9.2.e164.arpa'],
    [`${'a'.repeat(63)}.example`, `${'a'.repeat(63)}.example`],
  ])('parses %s as %s', (text, canonical) => {
    expect(domain(text)).toBe(canonical);
  });

  it.each([
    ['', 'empty'],
    ['.', 'not a host name'],
    ['localhost', 'a single label'],
    ['a..example', 'not a host name'],
    ['-a.example', 'not a host name'],
    ['a-.example', 'not a host name'],
    ['a b.example', 'not a host name'],
    ['https://a.example', 'not a host name'],
    ['a.example:443', 'not a host name'],
    ['a.example/path', 'not a host name'],
    ['a@b.example', 'not a host name'],
    ['a\u202eb.example', 'not a host name'],
    ['a\0.example', 'not a host name'],
    ['127.0.0.1', 'an IP address'],
    ['127.1', 'an IP address'],
    ['0x7f.1', 'an IP address'],
    ['１２７.0.0.1', 'an IP address'],
    ['2130706433', 'an IP address'],
    ['1.2.3.4.', 'an IP address'],
    ['::1', 'an IP address'],
    ['[::1]', 'an IP address'],
    [`${'a'.repeat(64)}.example`, 'too long'],
    [`${'a.'.repeat(130)}example`, 'too long'],
    ['x'.repeat(1_000_000), 'too long'],
  ])('rejects %j: %s', (text, why) => {
    expect(problem(text)).toBe(why);
  });

  it.each(
    [...'“”„‟‘’‚‛«»‹›…–—‐‑‒―¿¡§¶†‡•‰′″、〈〉《》「」『』【】〜؟،؛।'].filter(
      // Some map to ASCII characters that are not allowed in names either.
      (mark) => domainToASCII(`a${mark}b.example`) !== '',
    ),
  )('rejects %s in a name, in Unicode and in punycode', (mark) => {
    for (const text of [
      `${mark}example.org`,
      `example.org${mark}`,
      `a${mark}b.example`,
      `a.${mark}.example`,
    ]) {
      expect(domain(text), text).toBeNull();
      expect(domain(domainToASCII(text)), domainToASCII(text)).toBeNull();
    }
  });

  it('keeps its canonical form when it is parsed again or parsed from its display form', () => {
    fc.assert(
      fc.property(fc.oneof(fc.domain(), fc.webAuthority(), fc.string({ unit: 'binary' })), (text) => {
        const parsed = parseDomain(text);
        if (!parsed.ok) return;
        expect(domain(parsed.domain)).toBe(parsed.domain);
        expect(domain(displayDomain(parsed.domain))).toBe(parsed.domain);
        expect(parsed.domain).toMatch(/^[a-z0-9_.-]{3,253}$/);
      }),
      { numRuns: 300 },
    );
  });

  it('has a registrable part', () => {
    expect(registrableDomain('a.b.example.co.uk')).toBe('example.co.uk');
    expect(registrableDomain('someone.duckdns.org')).toBe('someone.duckdns.org');
    expect(registrableDomain('co.uk')).toBe('co.uk');
  });
});
