import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { REPORT_PHRASES } from '../../../src/report/language/languages.ts';
import { type TootOptions, writeToot } from '../../../src/report/post/toot.ts';
import { buildReport, type ReportInput } from '../../../src/report/report.ts';
import { mastodonLength } from '../../../src/text/mastodon-length.ts';
import { anyServers, hoster, scan, servers } from '../../statistics/servers.ts';
import { HOSTILE_NAMES } from '../hostile-names.ts';
import { modelInput, modelQuiet, modelYear } from '../model-fediverse.ts';

const options: TootOptions = {
  language: REPORT_PHRASES.en,
  limit: 500,
  charactersPerUrl: 23,
  pageUrl: 'https://whohosts.example/',
};
const toot = (input: ReportInput, other: Partial<TootOptions> = {}) =>
  writeToot(buildReport(input), { ...options, ...other });
const bare = { movers: [], previous: null, comparison: [] };

describe('the toot', () => {
  it('says what was found, of what, and since when', () => {
    expect(toot(modelYear())).toBe(
      `OVH now hosts 24% of the fediverse’s servers, up 1 point.

OVH: 24% of servers (+1 point since last week), 9% of users
Hetzner: 14% (−1), 23% of users
DigitalOcean: 9%, 6% of users
Akamai (Linode): 5%, 3% of users
netcup: 4%, 2% of users
Behind CDNs: 15%, 45% of users

347 of 400 servers on nodes.fediverse.party answered, with 54,800 monthly users. 17 Nov 2026.
Of 987 ordinary websites: Amazon Web Services 10%, Google Cloud 5%, OVH 3%, behind CDNs 25%.
5 servers moved.

https://whohosts.example/`,
    );
  });

  it('says so when little happened', () => {
    expect(toot(modelQuiet(1))).toContain(
      'Four companies host 52% of the fediverse’s servers. Little changed this week.\n',
    );
    const sample = { ...modelQuiet(1), scan: { ...modelQuiet(1).scan, seed: 's', population: 12_098 } };
    expect(toot(sample)).toMatch(/^[^\n]*\. No change beyond the margin of error this week\.\n/);
    expect(toot({ ...modelQuiet(1), past: [] })).toMatch(/^Four companies host 52%/);
  });

  it('says since when a share changed: last week, or the day, with its year where that is another', () => {
    const since = (finishedAt: string) => {
      const input = modelYear();
      const previous = input.previous ?? { scan: scan(0), totals: [] };
      const earlier = { ...previous, scan: { ...previous.scan, finishedAt } };
      return /\+1 point ([^)]*)/.exec(toot({ ...input, previous: earlier }))?.[1];
    };
    expect(since('2026-11-08T03:20:00.000Z')).toBe('since last week');
    expect(since('2026-11-12T03:20:00.000Z')).toBe('since last week');
    expect(since('2026-11-08T03:19:59.000Z')).toBe('since 8 Nov');
    expect(since('2026-11-12T03:20:01.000Z')).toBe('since 12 Nov');
    expect(since('2025-11-20T03:20:00.000Z')).toBe('since 20 Nov 2025');
    expect(since('2026-11-17T01:20:00.000Z')).toBe('since the last scan');
  });

  it('says of a sample that it is one, with its margin, and hides changes within it', () => {
    const text = toot(modelInput({ seed: 'seed', population: 12_098 }));
    expect(text).toContain(
      '347 of 400 random servers (of the 12,098 on nodes.fediverse.party) answered, with 54,800 monthly users.',
    );
    expect(text).toContain('margin of server shares up to ±6 points');
    expect(text).not.toContain('(+1)');
    expect(text).not.toContain('since');
  });

  it('does not call a scan cut short a census', () => {
    expect(toot(modelInput({ population: 12_098 }))).toContain('347 of 400 servers (of the 12,098 on nodes');
  });

  it('tells nothing of users where nobody told their number', () => {
    const text = toot({ ...bare, scan: scan(3), servers: servers(3, 'a', { hoster: hoster('aa') }) });
    expect(text).toContain('One company hosts 100% of the fediverse’s servers.');
    expect(text).toMatch(/\n\nAA: 100% of servers\n\n3 of 3 servers on .* answered\. \d/);
    expect(text).not.toMatch(/users/i);
  });

  it('has words for a week without any answer, and for one where all is hidden', () => {
    const silent = servers(9, 'a', { status: 'TIMEOUT' });
    expect(toot({ ...bare, scan: scan(9), servers: silent })).toMatch(/^No answer from the fediverse/);
    const hidden = servers(9, 'a', { front: hoster('cf') });
    expect(toot({ ...bare, scan: scan(9), servers: hidden })).toContain('Behind CDNs: 100% of servers');
  });

  it('never says 0% of something that is there, nor more decimals than the data has', () => {
    const many = [
      ...servers(2_999, 'a', { hoster: hoster('aa') }),
      ...servers(1, 'b', { hoster: hoster('bb') }),
    ];
    const census = toot({ ...bare, scan: scan(3_000), servers: many });
    expect(census).toContain('BB: <0.1%');
    const sample = toot({ ...bare, scan: scan(3_000, { seed: 's', population: 60_000 }), servers: many });
    expect(sample).toMatch(/AA: \d+(\.\d)?%/);
    const small = toot({ ...bare, scan: scan(7), servers: servers(7, 'a', { hoster: hoster('aa') }) });
    expect(small).not.toMatch(/\d\.\d%/);
  });

  it('fits the limit of the home server, as it counts, whatever the data', () => {
    const names = fc.array(fc.oneof(fc.constantFrom(...HOSTILE_NAMES), fc.string({ unit: 'grapheme' })), {
      maxLength: 8,
    });
    fc.assert(
      fc.property(
        anyServers,
        names,
        fc.integer({ min: 100, max: 5_000 }),
        fc.constantFrom(23, 32, 256),
        fc.constantFrom(null, 'https://whohosts.example/', 'http://127.0.0.1:8080/a/very/long/path'),
        (known, extra, limit, charactersPerUrl, pageUrl) => {
          const named = extra.flatMap((name, index) =>
            servers(3, `h${index}`, { hoster: hoster(`h${index}`, name) }),
          );
          const list = [...known, ...named];
          const input = { ...bare, scan: scan(list.length, { source: extra[0] ?? 'list' }), servers: list };
          const text = toot(input, { limit, charactersPerUrl, pageUrl });
          expect(mastodonLength(text, { charactersPerUrl })).toBeLessThanOrEqual(limit);
          if (limit >= 150) expect(text.length).toBeGreaterThan(40);
        },
      ),
    );
  });

  it('keeps what the shares are of at every length, and drops hosters first', () => {
    let before = 0;
    for (let limit = 110; limit <= 600; limit += 5) {
      const text = toot(modelInput(), { limit });
      expect(text).toMatch(/347 (servers|of 400)/);
      const lines = text
        .split('\n')
        .filter((line) => /^(OVH|Hetzner|DigitalOcean|Akamai \(Linode\)|netcup): \d/.test(line));
      if (lines.length > 0) {
        expect(lines[0]).toMatch(/% of servers.*, \d+% of users$/);
        expect(text).toContain(
          '347 of 400 servers on nodes.fediverse.party answered, with 54,800 monthly users',
        );
      }
      expect(lines.length).toBeGreaterThanOrEqual(before);
      before = lines.length;
    }
    expect(before).toBe(5);
  });

  it.each(HOSTILE_NAMES.map((name) => [name]))('lets no name mention, tag, link or hide: %j', (name) => {
    const list = servers(5, 'a', { hoster: hoster('as64500', name), usersActiveMonth: 3 });
    const input = { ...bare, scan: scan(5, { source: name }), servers: list };
    const text = toot(input, { pageUrl: null });
    expect(text).not.toMatch(/[@＠﹫#＃﹟<>]/u);
    expect(text).not.toMatch(/:\/\/|:\w/u);
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{C}\p{Default_Ignorable_Code_Point}]/u);
    expect(text.split('\n').filter((line) => line.startsWith('5 of 5 servers on '))).toHaveLength(1);
    expect(text.split('\n')).toHaveLength(5);
  });
});
