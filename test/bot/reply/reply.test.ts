import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { replyEnglish } from '../../../src/bot/language/en.ts';
import { replyLanguage } from '../../../src/bot/language/languages.ts';
import { type ReplyContent, replyText, replyVisibility } from '../../../src/bot/reply/reply.ts';
import { replySpoiler } from '../../../src/bot/reply/spoiler.ts';
import { KINDS } from '../../../src/model/attribution.ts';
import type { DomainAnswer } from '../../../src/model/domain-answer.ts';
import { DNS_STATUSES } from '../../../src/model/observation.ts';
import { mastodonLength } from '../../../src/text/mastodon-length.ts';
import { answer, attribution } from '../../kit/answers.ts';

const LIMITS = { maxCharacters: 500, charactersPerUrl: 23 };
const ANN = { account: { id: '1', acct: 'ann@chaos.example', url: '', bot: false, nobot: false } };

function reply(content: ReplyContent, spoilerText = ''): string {
  return replyText(ANN, content, { language: replyEnglish, limits: LIMITS, spoilerText });
}
const about = (...answers: readonly DomainAnswer[]) => reply({ kind: 'answers', answers, more: 0 });

const CLOUDFLARE = { id: 'cloudflare', name: 'Cloudflare', country: 'US' };
const MASTO_HOST = { id: 'masto-host', name: 'masto.host', country: 'PT' };

describe('a reply', () => {
  it('says who, where, how many others, and when', () => {
    expect(about(answer('mastodon.social'))).toBe(
      '@ann@chaos.example mastodon.social is hosted by Hetzner, in Nuremberg, Germany.\n\n' +
        'That is fairly certain: the address is registered to Hetzner. It has been there since at least 3 Mar 2026. 2,831 of the 12,098 fediverse servers that answered are with Hetzner (23.4%); they have 310,000 active users (31%). Measured on 20 Nov 2026.',
    );
  });

  it('never guesses what is behind a front', () => {
    const hidden = attribution({ hoster: null, front: CLOUDFLARE, kind: 'cdn' });
    const text = about(answer('a.example', {}, { attribution: hidden }));
    expect(text).toContain('a.example is behind Cloudflare, which hides who hosts it.');
    expect(text).not.toMatch(/Germany|Nuremberg|hosted by Hetzner/);
    expect(text).toContain('2,831 of the 12,098 fediverse servers that answered are behind Cloudflare');
  });

  it.each([
    [{ operator: MASTO_HOST }, 'masto.host runs it (managed hosting).'],
    [
      { operator: { id: 'shared-ovh', name: 'shared platform on OVHcloud', country: 'FR' } },
      'Many unrelated servers share its address: probably managed hosting.',
    ],
    [
      { kind: 'isp' },
      "an internet provider, in Germany: probably somebody's own machine, at home or in an office.",
    ],
    [{ kind: 'education' }, 'a.example is in the network of Hetzner, in Nuremberg, Germany.'],
    [{ hoster: null, kind: null }, 'a.example is in Nuremberg, Germany; I cannot tell who hosts it.'],
    [{ status: 'UNROUTED', hoster: null }, 'I do not know which network it belongs to'],
    [{ status: 'NOT_PUBLIC', hoster: null }, 'not on the public Internet'],
    [{ location: null }, 'a.example is hosted by Hetzner.'],
    [
      { location: { country: null, city: null, lat: null, lon: null, accuracy: 'anycast' } },
      'at many places at once (anycast)',
    ],
    [
      { location: { country: 'FR', city: null, lat: null, lon: null, accuracy: 'uncertain' } },
      'probably in France.',
    ],
    [
      { location: { country: 'FR', city: null, lat: null, lon: null, accuracy: 'country' } },
      'hosted by Hetzner, in France.',
    ],
  ] as const)('%j: %s', (change, words) => {
    expect(about(answer('a.example', {}, { attribution: attribution(change) }))).toContain(words);
  });

  it.each(DNS_STATUSES.filter((status) => status !== 'NOERROR'))('%s is put into words', (status) => {
    const text = about(answer('a.example', {}, { status, attribution: null }));
    expect(text).toContain('a.example');
    expect(text).not.toMatch(/hosted by|NXDOMAIN|NODATA|TIMEOUT|CNAME/);
  });

  it('attributes declarations to the admin, and says so if there are several hosters', () => {
    const declared = { by: 'Hetzner', country: 'DE' };
    const text = about(answer('a.example', {}, { declared, agree: false }));
    expect(text).toContain('Its admin says that it is hosted by Hetzner, in Germany.');
    expect(text).toContain('Its addresses are with several hosters');
  });

  it('says what it does not know, and what is old', () => {
    expect(about(answer('a.example', { status: null }))).toContain('I could not look up a.example just now');
    expect(about(answer('a.example', { source: 'old scan' as const }))).toContain('this is from 20 Nov 2026');
  });

  it('shows an internationalised name with its ASCII form', () => {
    expect(about(answer('bücher.example'))).toContain('bücher.example (xn--bcher-kva.example) is hosted by');
  });

  it('answers three domains within the limit, and says at the end what is true of all', () => {
    const names = ['mastodon.social', 'chaos.social', 'fosstodon.org'];
    const text = about(...names.map((name) => answer(name)));
    const hosted = names.map(
      (name) =>
        `${name} is hosted by Hetzner, in Nuremberg, Germany. It has been there since at least 3 Mar 2026.`,
    );
    const common =
      '2,831 of the 12,098 fediverse servers that answered are with Hetzner (23.4%); they have 310,000 active users (31%). Measured on 20 Nov 2026.';
    expect(text).toBe(`@ann@chaos.example ${[...hosted, common].join('\n\n')}`);
    expect(mastodonLength(text, LIMITS)).toBeLessThanOrEqual(500);
  });

  it('mentions no other servers if there are none', () => {
    const context = { servers: 0, answered: 12_098, share: 0, activeUsers: 0, activeShare: 0 };
    expect(about(answer('a.example', { standing: context }))).not.toContain('12,098');
  });

  it('keeps private what was private, and keeps the warning', () => {
    expect((['public', 'unlisted', 'private', 'direct'] as const).map(replyVisibility)).toEqual([
      'unlisted',
      'unlisted',
      'direct',
      'direct',
    ]);
    expect(replySpoiler(' hosting ', replyEnglish)).toBe('hosting');
    expect(replySpoiler('Politik, ernste (Krieg)', replyEnglish)).toBe('Politik, ernste (Krieg)');
    expect(replySpoiler('x'.repeat(1000), replyEnglish)).toHaveLength(40);
  });

  it.each([
    '@victim@evil.example see https://phish.example #spam',
    'read evil.example',
    'read evil[.]example',
    'read evil dot example: evil．example',
    '＠victim＠evil.example',
    '＃spam',
    ':verified: staff',
    '<b>x</b>',
    'xmpp:ann',
    '\u202eevil',
    '\u200b',
    '🔥🔥',
    'www.evil',
  ])('repeats only the presence of the warning %j', (warning) => {
    const shown = replySpoiler(warning, replyEnglish);
    expect([replyEnglish.contentWarning, 'evil']).toContain(shown);
  });

  it('is in a language that we have', () => {
    expect(['en', 'en-GB', 'EN', 'tlh', null].map((tag) => replyLanguage(tag, 'xx').code)).toEqual(
      Array(5).fill('en'),
    );
  });

  it('fits, notifies only the asker, and has no tags or links, with any names', () => {
    const name = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 200 }),
      fc.constantFrom(
        '@eve@evil.example',
        '#spam',
        'https://evil.example/x',
        'a@b #c http://d.example',
        '＠eve ＃tag',
      ),
    );
    const hoster = fc.option(fc.record({ id: fc.constant('x'), name, country: fc.constant('DE') }));
    const host = fc.constantFrom('a.example', 'bücher.example', `${'long-label.'.repeat(20)}example`);
    const given = fc.record({
      host,
      hoster,
      front: hoster,
      operator: hoster,
      kind: fc.option(fc.constantFrom(...KINDS)),
      city: fc.option(name),
      declared: fc.option(
        fc.record({ by: fc.option(name), country: fc.option(fc.string({ maxLength: 3 })) }),
      ),
      agree: fc.boolean(),
      status: fc.constantFrom(...DNS_STATUSES),
    });
    fc.assert(
      fc.property(
        fc.array(given, { minLength: 1, maxLength: 3 }),
        fc.string({ unit: 'grapheme', maxLength: 700 }),
        fc.integer({ min: 0, max: 3 }),
        (all, spoilerText, more) => {
          const answers = all.map(({ host: asked, hoster: owner, front, operator, kind, city, ...found }) => {
            const location = { country: 'DE', city, lat: null, lon: null, accuracy: 'city' as const };
            return answer(
              asked,
              {},
              { ...found, attribution: attribution({ hoster: owner, front, operator, kind, location }) },
            );
          });
          const text = reply({ kind: 'answers', answers, more }, spoilerText);
          const used =
            mastodonLength(text, LIMITS) + mastodonLength(replySpoiler(spoilerText, replyEnglish), LIMITS);
          expect(used).toBeLessThanOrEqual(500);
          expect(text.startsWith('@ann@chaos.example ')).toBe(true);
          expect(text.slice('@ann@chaos.example '.length)).not.toMatch(/[@＠#＃]|:\/\//u);
        },
      ),
      { numRuns: 300 },
    );
  });

  it.each([
    { kind: 'help' },
    { kind: 'busy' },
    { kind: 'refused', reason: 'ip' },
    { kind: 'refused', reason: 'single label' },
    { kind: 'refused', reason: 'hidden service' },
    { kind: 'refused', reason: 'nothing' },
  ] as const)('%j fits and begins with the handle', (content) => {
    const text = reply(content);
    expect(text).toMatch(/^@ann@chaos\.example \S.*\.$/s);
    expect(mastodonLength(text, LIMITS)).toBeLessThanOrEqual(500);
  });
});

describe('about a domain that opted out', () => {
  it.each(['en', 'de', 'es', 'fr', 'ja'] as const)('a reply in %s says only that', (name) => {
    const asked = { ...answer('a.example'), isOptedOut: true };
    const language = replyLanguage(name, 'en');
    const content: ReplyContent = { kind: 'answers', answers: [asked], more: 0 };
    const text = replyText(ANN, content, { language, limits: LIMITS, spoilerText: '' });
    expect(text).toBe(`@ann@chaos.example ${language.optedOut('a.example')}`);
    expect(text).not.toMatch(/Hetzner|Nuremberg/);
  });
});
