import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Attributor } from '../../src/attribution/attributor.ts';
import { createBot } from '../../src/bot/bot.ts';
import { createPreviewServer } from '../../src/bot/home-server/preview-server.ts';
import { systemClock } from '../../src/bot/runtime/clock.ts';
import { readConfig } from '../../src/config.ts';
import { lastTime, runAt } from '../../src/jobs/schedules.ts';
import { prepareWeekly } from '../../src/jobs/weekly-content.ts';
import { createWeeklyPost } from '../../src/jobs/weekly-schedule.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { lookup, memoryLog } from '../bot/house.ts';
import { until } from '../kit/until.ts';

const SUNDAYS = { cron: '42 10 * * 0', timeZone: 'UTC' };

describe('the last time of a schedule', () => {
  it.each([
    ['2026-11-15T10:41:00Z', '2026-11-22T10:41:59Z', '2026-11-15T10:42:00.000Z'],
    ['2026-11-15T10:41:00Z', '2026-11-22T10:42:00Z', '2026-11-22T10:42:00.000Z'],
    ['2026-11-15T10:43:00Z', '2026-11-22T10:41:00Z', null],
    ['2026-11-22T10:42:30Z', '2026-11-22T18:00:00Z', null],
  ])('after %s and until %s is %s', (since, now, expected) => {
    expect(lastTime(SUNDAYS, new Date(since), new Date(now))?.toISOString() ?? null).toBe(expected);
  });

  it('respects time zones', () => {
    const vienna = { ...SUNDAYS, timeZone: 'Europe/Vienna' };
    const last = lastTime(vienna, new Date('2026-11-20T00:00:00Z'), new Date('2026-11-22T23:00:00Z'));
    expect(last?.toISOString()).toBe('2026-11-22T09:42:00.000Z');
  });
});

it('a task that fails runs again', async () => {
  const errors: unknown[] = [];
  let runs = 0;
  const task = runAt(
    { cron: '* * * * * *', timeZone: null },
    async () => {
      runs += 1;
      if (runs === 1) throw new Error('a bug');
    },
    (error) => void errors.push(error),
  );
  await until(() => runs === 2, 'the second run');
  task.stop();
  expect(errors.map(String)).toEqual(['Error: a bug']);
});

describe('a weekly post that was due while the bot was not running', () => {
  let folder = '';
  let store: Store;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'whohosts-weekly-'));
    store = openStore(join(folder, 'whohosts.db'));
  });
  afterEach(() => {
    store.close();
    rmSync(folder, { recursive: true });
  });

  function weeklyPost() {
    const read = readConfig({ DATA_DIR: folder, TZ: 'UTC' });
    if (!read.ok) throw new Error(read.problems.join('; '));
    const log = memoryLog();
    const homeServer = createPreviewServer({ directory: join(folder, 'preview'), log });
    const bot = createBot({ homeServer, store, lookup, log, language: 'en', streaming: null });
    const attributor: Attributor = {
      attribute: () => {
        throw new Error('nothing to attribute');
      },
      isManaged: () => false,
      sources: [],
    };
    return {
      log,
      weekly: createWeeklyPost({
        ...{ config: read.config, store, attributor, homeServer, bot, log },
        clock: systemClock,
        prepare: ({ limits, now }, { say }) =>
          prepareWeekly({ config: read.config, store, attributor, limits, say, now }),
        signal: new AbortController().signal,
      }),
    };
  }

  it('does not exist at the very first start', () => {
    const { weekly } = weeklyPost();
    expect(weekly.missed(new Date('2026-11-22T12:00:00Z'))).toBeNull();
    expect(weekly.missed(new Date('2026-11-25T12:00:00Z'))).toBeNull();
  });

  it('is found at the next start, until it is made', async () => {
    const { weekly, log } = weeklyPost();
    weekly.missed(new Date('2026-11-20T12:00:00Z'));
    const again = weeklyPost();
    const due = again.weekly.missed(new Date('2026-11-23T12:00:00Z'));
    expect(due?.toISOString()).toBe('2026-11-22T10:42:00.000Z');
    await again.weekly.publish(due ?? new Date());
    expect(again.log.lines.map(({ message }) => message)).toEqual(['no weekly post']);
    expect(again.weekly.missed(new Date('2026-11-23T12:00:00Z'))).not.toBeNull();
    expect(log.lines).toEqual([]);
  });

  it('is skipped when it is nearly a week late', () => {
    const { weekly } = weeklyPost();
    weekly.missed(new Date('2026-11-20T12:00:00Z'));
    expect(weekly.missed(new Date('2026-11-29T10:00:00Z'))).toBeNull();
  });
});
