import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readRobots } from '../../../src/net/http/robots-rules.ts';

const allows = (text: string, path: string) => readRobots(text, 'whohosts').allows(path);
const rule = (pattern: string) => `User-agent: *\nDisallow: ${pattern}\n`;

describe('paths (RFC 9309, 2.2.2)', () => {
  it.each([
    // Pattern, path, whether it matches.
    ['/', '/', true],
    ['/fish', '/fish', true],
    ['/fish', '/fish.html', true],
    ['/fish', '/fishheads/yummy.html', true],
    ['/fish', '/Fish.asp', false],
    ['/fish', '/catfish', false],
    ['/fish/', '/fish', false],
    ['/fish/', '/fish/?id=anything', true],
    ['/fish*', '/fish.php?id=anything', true],
    ['fish', '/fish', false],
    ['/*.php', '/index.php', true],
    ['/*.php', '/folder/filename.php?parameters', true],
    ['/*.php', '/windows.PHP', false],
    ['*.php', '/windows.php', true],
    ['/*.php$', '/filename.php', true],
    ['/*.php$', '/filename.php?parameters', false],
    ['/*.php$', '/filename.php5', false],
    ['/fish*.php', '/fishheads/catfish.php?parameters', true],
    ['/$', '/', true],
    ['/$', '/a', false],
    ['/a*$', '/abc', true],
    ['/a*a$', '/a', false],
    ['/a*a$', '/aa', true],
    ['/a$b', '/a$b', true],
    ['/a$b', '/ab', false],
    ['/a**b', '/ab', true],
    ['*', '/anything', true],
    ['*$', '/anything', true],
    // The table of 2.2.2.
    ['/foo/bar?baz=quz', '/foo/bar?baz=quz', true],
    ['/foo/bar?baz=https://foo.bar', '/foo/bar?baz=https%3A%2F%2Ffoo.bar', true],
    ['/foo/bar/ツ', '/foo/bar/%E3%83%84', true],
    ['/foo/bar/%E3%83%84', '/foo/bar/%E3%83%84', true],
    ['/foo/bar/%e3%83%84', '/foo/bar/%E3%83%84', true],
    ['/foo/bar/%62%61%7A', '/foo/bar/baz', true],
    ['/foo/bar/baz', '/foo/bar/%62%61%7A', true],
    // Encoded, these are characters and no longer signs.
    ['/file-with-a-%2A.html', '/file-with-a-*.html', true],
    ['/file-with-a-%2A.html', '/file-with-a-b.html', false],
    ['/foo-%24', '/foo-$', true],
    ['/foo-%24', '/foo-', false],
    ['/a%2Fb', '/a/b', false],
    ['/a%2fb', '/a%2Fb', true],
    ['/100%', '/100%25', true],
    ['/a b', '/a%20b', true],
    ['/{x}', '/%7Bx%7D', true],
  ])('%s and %s: %j', (pattern, path, isMatch) => {
    expect(allows(rule(pattern), path)).toBe(!isMatch);
  });

  it.each([
    ['Allow: /p\nDisallow: /', '/page', true],
    ['Disallow: /\nAllow: /p', '/page', true],
    ['Allow: /folder\nDisallow: /folder', '/folder/page', true],
    ['Disallow: /folder\nAllow: /folder', '/folder/page', true],
    ['Allow: /page\nDisallow: /*.htm', '/page.htm', false],
    ['Allow: /page\nDisallow: /*.ph', '/page.php5', true],
    ['Allow: /$\nDisallow: /', '/', true],
    ['Allow: /$\nDisallow: /', '/page.htm', false],
    ['Disallow: /x\nDisallow:', '/y', true],
    ['Disallow:', '/', true],
    ['Allow: /example/page/\nDisallow: /example/page/disallowed.gif', '/example/page/disallowed.gif', false],
  ])('%j lets the most specific rule win, and of two equal ones the one that allows', (rules, path, is) => {
    expect(allows(`User-agent: *\n${rules}`, path)).toBe(is);
  });
});

describe('groups (RFC 9309, 2.2.1)', () => {
  it.each([
    ['', true],
    ['Disallow: /', true],
    ['User-agent: *\nDisallow: /', false],
    ['User-agent: other\nDisallow: /', true],
    ['User-agent: whohosts\nDisallow: /', false],
    ['user-agent:WhoHosts\ndisallow:/', false],
    ['User-agent: whohosts/1.0\nDisallow: /', false],
    ['User-agent: whohostsbot\nDisallow: /', true],
    ['User-agent: who\nDisallow: /', true],
    ['User-agent: whohosts # that bot\nDisallow: / # all', false],
    ['User-agent: *\nDisallow: /\n\nUser-agent: whohosts\nAllow: /', true],
    ['User-agent: whohosts\nAllow: /\n\nUser-agent: *\nDisallow: /', true],
    ['User-agent: *\nDisallow: /\nUser-agent: whohosts\nDisallow:', true],
    ['User-agent: *\nDisallow: /\nUser-agent: whohosts', true],
    ['User-agent: a\nUser-agent: whohosts\nUser-agent: b\nDisallow: /', false],
    ['User-agent: whohosts\n\n\nDisallow: /', false],
    ['User-agent: whohosts\nCrawl-delay: 5\nDisallow: /', false],
    ['User-agent: whohosts\nSitemap: https://a.example/\nUser-agent: b\nDisallow: /', false],
    [
      'User-agent: whohosts\nDisallow: /x\nUser-agent: b\nDisallow: /y\nUser-agent: WHOHOSTS\nDisallow: /',
      false,
    ],
    ['User-agent: *\nDisallow: /x\nUser-agent: b\nDisallow: /y\nUser-agent: *\nDisallow: /', false],
    ['User-agent: b\nDisallow: /x\nDisallow: /', true],
    ['\ufeffUser-agent: *\nDisallow: /', false],
    ['User-agent: *\rDisallow: /\r', false],
    ['User-agent: *\r\n\r\nDisallow: /\r\n', false],
    ['  User-agent :  *  \n\tDisallow :\t/\t', false],
    ['User-agent *\nDisallow /', false],
    ['Useragent: *\nDissallow: /', false],
    ['User-agent: **\nDisallow: /', true],
    ['User-agent: * all of you\nDisallow: /', false],
    ['User-agent: *\nDisallow: /\u0000', true],
    ['User-agent: *\nDisallow: \nAllow: /\nNoindex: /', true],
    ['<!doctype html>\n<title>User-agent: *</title>\nDisallow: /', true],
    ['\ufffd\ufffdUser-agent: *\nUser-agent: *\nDisallow: /', false],
  ])('%j: %j', (text, isAllowed) => {
    expect(allows(text, '/page')).toBe(isAllowed);
  });
});

describe('against a naive matcher', () => {
  /** RFC 9309 as a regular expression: right, and exponential. */
  const naive = (pattern: string, path: string) => {
    const isAnchored = pattern.endsWith('$');
    const parts = (isAnchored ? pattern.slice(0, -1) : pattern).split('*');
    return new RegExp(
      `^${parts.map((part) => RegExp.escape(part)).join('.*')}${isAnchored ? '$' : ''}`,
      's',
    ).test(path);
  };
  const letters = fc.string({ unit: fc.constantFrom('a', 'b', '/', '.'), maxLength: 12 });
  const patterns = fc
    .tuple(
      fc.constantFrom('/', '*'),
      fc.string({ unit: fc.constantFrom('a', 'b', '/', '.', '*'), maxLength: 8 }),
      fc.constantFrom('', '$'),
    )
    .map((parts) => parts.join(''));

  it('matches the same paths, and lets the same rule win', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.boolean(), patterns), { maxLength: 6 }), letters, (rules, rest) => {
        const path = `/${rest}`;
        const text = rules
          .map(([allow, pattern]) => `${allow ? 'Allow' : 'Disallow'}: ${pattern}\n`)
          .join('');
        const hits = rules.filter(([, pattern]) => naive(pattern, path));
        const longest = Math.max(...hits.map(([, pattern]) => pattern.length));
        const best = hits.filter(([, pattern]) => pattern.length === longest);
        expect(allows(`User-agent: *\n${text}`, path)).toBe(
          best.length === 0 || best.some(([allow]) => allow),
        );
      }),
      { numRuns: 3000 },
    );
  });
});

describe('memory', () => {
  it.each([3000, 5000, 20_000])('%i agents above as many rules do not multiply', (count) => {
    const text = `${'User-agent:a\n'.repeat(count)}User-agent:*\n${'Disallow:/b\n'.repeat(count)}`;
    const before = process.memoryUsage().heapUsed;
    const rules = readRobots(text.slice(0, 500 * 1024), 'whohosts');
    expect(rules.allows('/a')).toBe(true);
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(50e6);
  });
});
