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
