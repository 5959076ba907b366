import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TABLE } from './mention-table.ts';
import { shown, understand } from './understand.ts';

describe('what a mention asks', () => {
  it.each(TABLE.map((row) => [row.name, row] as const))('%s', (_name, row) => {
    expect(shown(understand(row))).toBe(row.wanted);
  });

  it('has rows with unique names', () => {
    expect(new Set(TABLE.map(({ name }) => name)).size).toBe(TABLE.length);
  });

  it('never throws, and never yields more than three domains or an invalid one', () => {
    const bits = fc.constantFrom(
      ...[
        '<p>',
        '</p>',
        '<a href="',
        '">',
        '</a>',
        '<a class="mention" href="https://',
        '@',
        '.',
        ':',
        '[',
        ']',
      ],
      ...[
        'a.example',
        'xn--',
        '&#',
        ';',
        '<span class="quote-inline">',
        '\u202e',
        'RE: ',
        '%',
        '//',
        'matrix:u/',
      ],
    );
    const html = fc
      .array(fc.oneof(bits, fc.string({ unit: 'binary' })), { maxLength: 40 })
      .map((all) => all.join(''));
    fc.assert(
      fc.property(html, fc.boolean(), (content, inThread) => {
        const request = understand({ html: content, inThread });
        if (request.kind !== 'domains') return;
        expect(request.domains.length).toBeLessThanOrEqual(3);
        for (const { domain } of request.domains) expect(domain).toMatch(/^[a-z0-9_-]+(\.[a-z0-9_-]+)+$/);
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['nested tags', `${'<b>'.repeat(20_000)}chaos.social${'</b>'.repeat(20_000)}`],
    [
      'nested tags, each another',
      Array.from({ length: 7000 }, (_, index) => `<b a=${index}>`).join('') + '<p>x'.repeat(12_000),
    ],
    ['attributes', `<a ${Array.from({ length: 15_000 }, (_, index) => `a${index}`).join(' ')}>`],
    ['line breaks', '<br>'.repeat(25_000)],
    ['line breaks before a link', `${'\n'.repeat(99_000)}<a href="https://a.example">x</a>`],
    ['quote lines before a link', `${'\nRE: '.repeat(19_000)}<a href="https://a.example">x</a>`],
    ['white space', ' '.repeat(100_000)],
    ['at signs', '@a'.repeat(50_000)],
    ['at signs and dots', '@a@b.'.repeat(20_000)],
    ['one long handle', `@${'a'.repeat(99_000)}@`],
    ['colons', 'a:'.repeat(50_000)],
    ['dots', 'a.'.repeat(50_000)],
    ['short domains', 'a.example '.repeat(10_000)],
    ['brackets', '[['.repeat(50_000)],
    ['links', '<a href="https://a.example">'.repeat(4000)],
    ['other letters', 'ä.'.repeat(50_000)],
    ['hyphens among other letters', `${'a-'.repeat(1000)}あ `.repeat(49)],
    ['at signs before letters', `${'@'.repeat(2000)}あ `.repeat(49)],
    ['open tags', '<'.repeat(100_000)],
    ['character references', '&amp;'.repeat(20_000)],
  ])('reads 100 kB of %s', (_name, html) => {
    expect(['domains', 'refused']).toContain(understand({ html }).kind);
  });
});
