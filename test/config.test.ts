import { resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readConfig } from '../src/config.ts';

function problemsOf(environment: Record<string, string>): readonly string[] {
  const read = readConfig(environment);
  return read.ok ? [] : read.problems;
}

describe('the configuration', () => {
  it('needs nothing to be set', () => {
    expect(readConfig({})).toMatchObject({
      ok: true,
      config: { account: null, dnsServers: [], connectTo: null, chartRenderer: 'embedded', language: 'en' },
    });
  });

  it('takes an empty variable as not set, as in a copied .env.example', () => {
    expect(readConfig({ MASTODON_URL: '', DNS_SERVERS: ' ', DNS_QPS: '', TZ: '' })).toEqual(readConfig({}));
  });

  it('takes what is right', () => {
    const read = readConfig({
      MASTODON_URL: 'https://home.example/',
      MASTODON_ACCESS_TOKEN: 'secret',
      DATA_DIR: 'somewhere',
      DNS_SERVERS: '127.0.0.1:5353, [::1]:53',
      DNS_QPS: '0',
      CONNECT_TO: '127.0.0.1:8443',
      VANTAGE: '48.21, -16.37',
      RDAP: 'on',
      TZ: 'Europe/Vienna',
    });
    expect(read).toMatchObject({
      ok: true,
      config: {
        account: { url: 'https://home.example', token: 'secret' },
        dataDir: resolve('somewhere'),
        dnsServers: ['127.0.0.1:5353', '[::1]:53'],
        dnsQps: 0,
        connectTo: '127.0.0.1:8443',
        vantage: { lat: 48.21, lon: -16.37 },
        rdap: true,
      },
    });
  });

  it.each([
    [{ MASTODON_URL: 'https://home.example' }, /^MASTODON_ACCESS_TOKEN: expected .* got nothing/],
    [{ MASTODON_ACCESS_TOKEN: 'x' }, /^MASTODON_URL: expected .* got nothing/],
    [
      { MASTODON_URL: 'home.example', MASTODON_ACCESS_TOKEN: 'x' },
      /^MASTODON_URL: expected .* got "home.example"/,
    ],
    [{ DNS_SERVERS: '127.0.0.1' }, /^DNS_SERVERS: expected IP:PORT .* got "127.0.0.1"/],
    [
      { DNS_SERVERS: '127.0.0.1:53,dns.example:53' },
      /^DNS_SERVERS: expected IP:PORT .* got "dns.example:53"/,
    ],
    [{ DNS_SERVERS: '127.0.0.1:99999' }, /^DNS_SERVERS/],
    [{ RDAP: 'yes' }, /^RDAP: expected on or nothing, got "yes"/],
    [{ VANTAGE: 'Vienna' }, /^VANTAGE: expected latitude and longitude .* got "Vienna"/],
    [{ VANTAGE: '91,0' }, /^VANTAGE/],
    [{ VANTAGE: '48.21' }, /^VANTAGE/],
    [{ VANTAGE: '48.21,16.37,5' }, /^VANTAGE/],
    [{ VANTAGE: '1e1,0' }, /^VANTAGE/],
    [{ CONNECT_TO: '::1:443' }, /^CONNECT_TO: expected IP:PORT/],
    [{ DNS_CONCURRENCY: '0' }, /^DNS_CONCURRENCY: expected a whole number from 1 to 20000, got "0"/],
    [{ HTTP_CONCURRENCY: '1e3' }, /^HTTP_CONCURRENCY: expected a whole number/],
    [{ DNS_QPS: '-1' }, /^DNS_QPS: expected a whole number from 0/],
    [{ TZ: 'Mars/Olympus' }, /^TZ: expected a time zone .* got "Mars\/Olympus"/],
    [{ SCAN_CRON: 'every day' }, /^SCAN_CRON: expected .* got "every day"/],
    [{ POST_CRON: '61 * * * *' }, /^POST_CRON: expected/],
    [{ BOT_LANGUAGE: 'tlh' }, /^BOT_LANGUAGE: expected one of .* got "tlh"/],
    [{ CHART_RENDERER: 'crayons' }, /^CHART_RENDERER: expected one of embedded, quickchart/],
    [{ CHART_RENDERER: 'quickchart' }, /^QUICKCHART_URL: expected/],
    [{ PUBLIC_URL: 'javascript:alert(1)' }, /^PUBLIC_URL: expected/],
    [{ CONTACT: 'me\r\nX-Evil: 1' }, /^CONTACT: expected/],
    [{ LOG_LEVEL: 'loud' }, /^LOG_LEVEL: expected one of/],
  ])('names the variable, what was expected and what was given: %j', (environment, problem) => {
    expect(problemsOf(environment)).toEqual([expect.stringMatching(problem)]);
  });

  it('tells every mistake at once', () => {
    expect(problemsOf({ DNS_QPS: 'x', TZ: 'y', LOG_LEVEL: 'z' })).toHaveLength(3);
  });

  it('never repeats the token, whatever is wrong with the rest', () => {
    const token = 'tokentokentoken';
    const names = [
      'MASTODON_URL',
      'DNS_SERVERS',
      'CONNECT_TO',
      'DNS_QPS',
      'TZ',
      'CONTACT',
      'PUBLIC_URL',
      'SCAN_CRON',
    ];
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...names), fc.string()), (environment) => {
        const problems = problemsOf({ ...environment, MASTODON_ACCESS_TOKEN: token });
        expect(problems.join('\n')).not.toContain(token);
      }),
    );
  });

  it('takes the token of instances.social, and never shows a bad one', () => {
    expect(readConfig({ INSTANCES_SOCIAL_TOKEN: 'abc.DEF-1' })).toMatchObject({
      ok: true,
      config: { instancesSocialToken: 'abc.DEF-1' },
    });
    const problems = problemsOf({ INSTANCES_SOCIAL_TOKEN: 'two\nlines' });
    expect(problems).toEqual([expect.stringMatching(/^INSTANCES_SOCIAL_TOKEN: expected/)]);
    expect(problems.join()).not.toMatch(/two|lines/);
  });

  it('refuses a token that no header takes, but not where a new one is made', () => {
    const environment = { MASTODON_URL: 'https://home.example', MASTODON_ACCESS_TOKEN: 'two\nlines' };
    const problems = problemsOf(environment);
    expect(problems).toEqual([expect.stringMatching(/^MASTODON_ACCESS_TOKEN: expected one line/)]);
    expect(problems.join()).not.toMatch(/two|lines/);
    expect(readConfig(environment, { halfAccount: true }).ok).toBe(true);
  });
});

describe('a secret in the wrong variable', () => {
  const SECRETS = [
    'Zm9vYmFyYmF6cXV4c2VjcmV0dG9rZW4',
    'tok_0123456789abcdef',
    'https://user:hunter2hunter2@home.example',
    'http://:onlypassword@home.example',
    'https://user@home.example',
  ];
  const VARIABLES = [
    ...['MASTODON_URL', 'PUBLIC_URL', 'QUICKCHART_URL', 'DNS_SERVERS', 'CONNECT_TO', 'DNS_CONCURRENCY'],
    ...['DNS_QPS', 'HTTP_CONCURRENCY', 'SCAN_CRON', 'POST_CRON', 'UPDATE_CRON', 'TZ', 'BOT_LANGUAGE'],
    ...[
      'CHART_RENDERER',
      'SERVE_PORT',
      'SERVE_HOST',
      'LOG_LEVEL',
      'TRUSTED_PROXIES',
      'POST_HASHTAGS',
      'VANTAGE',
      'RDAP',
    ],
  ];

  const TOKENS = [
    ...['ZwYx9fKq3mLd8Tn1RsBv7HcGj2PeUaXo5iQt0WlMkSy', '5f4dcc3b5aa765d61d8327deb882cf99'],
    ...['NDGZ3YJHMZYTNGQ3ZC0ZYTLJLTKZNJMTOWRMYJI1MTI0', 'kH8sWQ2vX0pLr9Tz'],
  ];
  it.each(['CONTACT', 'POST_HASHTAGS'])('is never published: %s', (name) => {
    for (const token of TOKENS) {
      const problems = problemsOf({ [name]: `${token}` });
      expect(problems).toEqual([expect.stringMatching(`^${name}: expected .*not shown`)]);
    }
    for (const holder of ['MASTODON_ACCESS_TOKEN', 'INSTANCES_SOCIAL_TOKEN']) {
      const problems = problemsOf({
        [name]: 'mail hunter',
        [holder]: 'hunter',
        MASTODON_URL: 'https://a.example',
      });
      expect(problems).toContain(`${name}: expected what everybody may read, got what ${holder} holds`);
    }
  });

  it('is not seen in what people publish', () => {
    for (const CONTACT of [
      ...['mailto:ada.lovelace.1815@whohosts.example', '@whohosts_administration@social.example'],
      ...['https://whohosts.example/contact-and-imprint-2026', 'xmpp:ada@example.org', 'Ada, room 4b', 'me'],
      'ada at the-internet-measurement-cooperative.example',
    ]) {
      expect(readConfig({ CONTACT }).ok, CONTACT).toBe(true);
    }
    for (const POST_HASHTAGS of [
      '#fediverse #SelfHosting2026',
      '#WhoHostsTheFediverse2026',
      '#フェディバース',
    ]) {
      expect(readConfig({ POST_HASHTAGS }).ok, POST_HASHTAGS).toBe(true);
    }
  });

  it.each(VARIABLES)('is never shown: %s', (name) => {
    for (const secret of SECRETS) {
      for (const given of [secret, `${secret} `, `x${secret}`, `${secret},${secret}`]) {
        const read = readConfig({ [name]: given });
        const said = read.ok ? '' : read.problems.join('\n');
        for (const part of secret
          .split(/[/:@]+/)
          .filter((piece) => piece.length >= 8 && piece !== 'home.example')) {
          expect(said, `${name}=${given}`).not.toContain(part);
        }
      }
    }
  });

  it('is never shown where it equals the configured token, however short it is', () => {
    for (const name of VARIABLES) {
      for (const token of ['sesame', 'abc,def', '1234567']) {
        const read = readConfig({
          MASTODON_URL: 'https://home.example',
          MASTODON_ACCESS_TOKEN: token,
          INSTANCES_SOCIAL_TOKEN: 'x y',
          [name]: `${token}!`,
        });
        expect(read.ok ? '' : read.problems.join(), name).not.toContain(token);
      }
    }
  });

  it('an address without https is for this machine alone', () => {
    const token = { MASTODON_ACCESS_TOKEN: 'x'.repeat(43) };
    for (const host of ['localhost:3000', '127.0.0.1:4000', '[::1]:4000']) {
      expect(readConfig({ ...token, MASTODON_URL: `http://${host}` }).ok, host).toBe(true);
    }
    for (const host of ['home.example', '192.168.0.1', 'localhost.example', '127.0.0.1.example']) {
      expect(readConfig({ ...token, MASTODON_URL: `http://${host}` }), host).toMatchObject({
        ok: false,
        problems: [expect.stringMatching(/^MASTODON_URL: expected an address that begins with https:/)],
      });
    }
  });
});

describe('POST_HASHTAGS', () => {
  it.each([
    [undefined, ['#fediverse']],
    ['', []],
    ['#fediverse #hosting', ['#fediverse', '#hosting']],
    ['fediverse, Selbstbestimmung', ['#fediverse', '#Selbstbestimmung']],
    ['#フェディバース', ['#フェディバース']],
  ])('%j is read', (given, tags) => {
    const read = readConfig(given === undefined ? {} : { POST_HASHTAGS: given });
    expect(read.ok && read.config.postHashtags).toEqual(tags);
  });

  it.each(['#', '#1234', '@ada', 'https://a.example', 'a-b'])('%j is refused', (given) => {
    expect(readConfig({ POST_HASHTAGS: given }).ok).toBe(false);
  });
});
