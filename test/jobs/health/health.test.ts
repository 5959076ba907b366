import { afterEach, describe, expect, it } from 'vitest';
import { accountProblemKey } from '../../../src/jobs/health/account-health.ts';
import { BOT_AT_WORK, botLockFile, judgeHealth, publicHealth } from '../../../src/jobs/health/health.ts';
import { postingWatchedKey } from '../../../src/jobs/weekly-schedule.ts';
import { takeLock } from '../../../src/store/lock.ts';
import { openStore, type Store } from '../../../src/store/store.ts';
import { domains, finding, scan, temporaryFolder, week } from '../../kit/findings.ts';

const folder = temporaryFolder();
const account = { url: 'https://home.example', token: 'secret' };
const config = {
  dataDir: folder.path,
  account,
  scanCron: '17 3 * * 6',
  postCron: '42 10 * * 0',
  updateCron: '23 4 2 * *',
  timeZone: 'Europe/Vienna',
};
/** The day after the scan of week 0. The npm packages' address data must be at most 60 days old then. */
const NOW = new Date(Date.parse(week(0)) + 24 * 3_600_000);
const room = () => 50e9;
const hoursBefore = (hours: number) => new Date(NOW.getTime() - hours * 3_600_000);

function fail(open: Store, kind: string, count: number): void {
  for (let number = 0; number < count; number += 1) {
    const key = `${kind}-${number}`;
    open.outbox.enqueue({ key, kind, payload: {} }, hoursBefore(3));
    open.outbox.markFailed(open.outbox.get(key)?.id ?? 0, 'HTTP 422');
  }
}

let store: Store;
function open(): Store {
  store = openStore(folder.file('whohosts.db'));
  return store;
}
afterEach(() => store.close());

function sound(): Store {
  open();
  scan(
    store,
    domains(3).map((name) => finding(name)),
  );
  return store;
}

describe('health', () => {
  it('is good after a scan, with a free disk and an accepted account', () => {
    const health = judgeHealth({ config, store: sound(), now: NOW, freeOf: room });
    expect(health.problems.filter((problem) => !problem.startsWith('The data of'))).toEqual([]);
    expect(health).toMatchObject({
      scans: [{ network: 'fediverse', ageHours: 24, sampled: 3, answered: 3 }],
      outbox: { pending: 0, sending: 0, failed: 0, unsure: 0, waitingMinutes: 0 },
      account: { configured: true, problem: null },
    });
    expect(Date.parse(health.next.scan ?? '')).toBeGreaterThan(Date.now());
    expect(Date.parse(health.next.post ?? '')).toBeGreaterThan(Date.now());
  });

  it.each<readonly [string, RegExp, (now: Store) => Partial<Parameters<typeof judgeHealth>[0]>]>([
    [
      'an old scan',
      /^The last scan of the fediverse ended 10 days ago; run/,
      () => ({
        now: new Date(Date.parse(week(0)) + 10 * 24 * 3_600_000),
      }),
    ],
    [
      'a scan in the future',
      /in the future .*set the clock/,
      () => ({
        now: new Date(Date.parse(week(0)) - 24 * 3_600_000),
      }),
    ],
    [
      'a refused token',
      /does not let the account in \(HTTP 401\); run `whohosts doctor`/,
      (open) => {
        open.settings.set(accountProblemKey('https://home.example'), 'HTTP 401');
        return {};
      },
    ],
    [
      'a stuck outbox',
      /^A post has waited for 120 minutes; see the log/,
      (open) => {
        open.outbox.enqueue({ key: 'a', kind: 'reply', payload: {} }, new Date(NOW.getTime() - 7_200_000));
        return {};
      },
    ],
    [
      'a post of which nobody knows',
      /^It is not known whether 1 post was made; look/,
      (open) => {
        open.outbox.enqueue({ key: 'b', kind: 'reply', payload: {} }, NOW);
        const id = open.outbox.get('b')?.id ?? 0;
        open.outbox.markSending(id, NOW);
        open.outbox.markUnsure(id, 'why');
        return {};
      },
    ],
    [
      'old data',
      /^The data of .* days old; run `whohosts update-data`/,
      () => ({
        now: new Date(Date.parse(week(0)) + 5 * 365 * 24 * 3_600_000),
      }),
    ],
    [
      'a weekly post that failed',
      /^The home server refused a weekly post in the last seven days/,
      (open) => {
        fail(open, 'weekly', 1);
        return {};
      },
    ],
    [
      'replies of which most failed',
      /^Of the replies of the last seven days 4 failed and 0 were sent/,
      (open) => {
        fail(open, 'domains', 4);
        return {};
      },
    ],
    [
      'a first post that was missed',
      /^The first weekly post was due at .* and was not made; run `whohosts post`/,
      (open) => {
        open.settings.set(postingWatchedKey('https://home.example'), hoursBefore(24 * 8).toISOString());
        return { config: { ...config, postCron: '0 * * * *' } };
      },
    ],
    [
      'a bot that ended without being stopped',
      /^The bot that was started at .* ended without being stopped; see its log/,
      (open) => {
        open.settings.set(BOT_AT_WORK, hoursBefore(5).toISOString());
        return {};
      },
    ],
    [
      'a network that every schedule leaves out',
      /^The xmpp was never scanned, 11 days after the first scan of all; run `whohosts scan xmpp`/,
      () => ({ now: new Date(Date.parse(week(0)) + 11 * 24 * 3_600_000) }),
    ],
    ['a full disk', /^The disk of .* has 12 MB left; make room on it/, () => ({ freeOf: () => 12e6 })],
  ])('is not good with %s', (_, problem, change) => {
    const options = { config, store: sound(), now: NOW, freeOf: room };
    const health = judgeHealth({ ...options, ...change(store) });
    expect(health.ok).toBe(false);
    expect(health.problems).toEqual(expect.arrayContaining([expect.stringMatching(problem)]));
  });

  it('is good while the bot runs, after single replies that failed, and before the first post is due', () => {
    const open = sound();
    fail(open, 'domains', 2);
    open.settings.set(BOT_AT_WORK, hoursBefore(5).toISOString());
    open.settings.set(postingWatchedKey('https://home.example'), hoursBefore(1).toISOString());
    const lock = takeLock(botLockFile(folder.path));
    const health = judgeHealth({ config, store: open, now: NOW, freeOf: room });
    lock?.release();
    expect(health.problems.filter((problem) => !problem.startsWith('The data of'))).toEqual([]);
    expect(health).toMatchObject({
      bot: { running: true, crashedSince: null },
      neverScanned: ['xmpp', 'matrix', 'web'],
      outbox: { failed: 2, failedLately: { weekly: 0, other: 2 } },
    });
  });

  it('finds the last weekly post below any number of replies, and counts more than a page of mentions', () => {
    const open = sound();
    const send = (key: string, kind: string) => {
      open.outbox.enqueue({ key, kind, payload: {} }, NOW);
      const id = open.outbox.get(key)?.id ?? 0;
      open.outbox.markSending(id, NOW);
      open.outbox.markSent(id, key, NOW);
    };
    send('weekly-2026-W47', 'weekly');
    for (let number = 0; number < 150; number += 1) {
      send(`sent-${number}`, 'domains');
      open.outbox.enqueue({ key: `wait-${number}`, kind: 'top', payload: {} }, NOW);
    }
    expect(judgeHealth({ config, store: open, now: NOW, freeOf: room })).toMatchObject({
      lastPost: { key: 'weekly-2026-W47' },
      mentions: { waiting: 150 },
      outbox: { pending: 150, sentLately: 150 },
    });
  });

  it('does not publish the name of a folder', () => {
    const health = judgeHealth({ config, store: sound(), now: NOW, freeOf: () => 1 });
    expect(JSON.stringify(publicHealth(health))).not.toContain(folder.path);
    expect(publicHealth(health).problems).toContain(
      'The disk of the data folder has 0 MB left; make room on it',
    );
  });

  it('is not good before the first scan', () => {
    expect(judgeHealth({ config, store: open(), now: NOW, freeOf: room }).problems).toContain(
      'No scan is complete yet; run `whohosts scan fediverse`, or `npm start`',
    );
  });
});
