import { afterAll, describe, expect, it } from 'vitest';
import { createPreviewServer } from '../../src/bot/home-server/preview-server.ts';
import { publishWeekly } from '../../src/bot/outbox/weekly.ts';
import { lastTime } from '../../src/jobs/schedules.ts';
import { isoWeek } from '../../src/model/week.ts';
import { openStore } from '../../src/store/store.ts';
import { WEEKLY } from '../bot/house.ts';
import { temporaryFolder } from '../kit/findings.ts';

const folder = temporaryFolder();
afterAll(() => folder.remove());

const DAY = 24 * 3_600_000;
/**
 * Both changes of daylight saving time in both hemispheres, and the end of 2026, which has 53 weeks (ISO
 * 8601).
 */
const PERIODS = [
  ['2026-09-21', '2026-10-05'],
  ['2026-10-19', '2026-11-09'],
  ['2026-12-21', '2027-01-11'],
  ['2027-03-08', '2027-04-12'],
] as const;
const ZONES = ['Europe/London', 'America/New_York', 'Pacific/Auckland', 'Asia/Kathmandu'] as const;
const CRONS = ['42 10 * * 0', '0 0 * * 1', '59 23 * * 0'] as const;

const cases = ZONES.flatMap((zone) => CRONS.map((cron) => [cron, zone] as const));

describe('a weekly post', () => {
  it.each(cases)('is due and is made once in each local week, at %s in %s', (cron, zone) => {
    const store = openStore(folder.file(`${cron} ${zone}.db`.replaceAll(/[/*]/g, '-')));
    let scanId = 0;
    const homeServer = createPreviewServer({
      directory: folder.file('preview'),
      log: { info: () => {}, warn: () => {}, error: () => {} },
    });
    const weekday = new Intl.DateTimeFormat('en-US', { timeZone: zone, weekday: 'short' });
    try {
      for (const [first, last] of PERIODS) {
        const made: string[] = [];
        const expected = new Set<string>();
        for (let day = Date.parse(first); day < Date.parse(last); day += DAY) {
          const due = lastTime({ cron, timeZone: zone }, new Date(day), new Date(day + DAY));
          if (due === null) continue;
          expect(weekday.format(due)).toBe(cron.endsWith('1') ? 'Mon' : 'Sun');
          const week = isoWeek(due.toISOString(), zone);
          expected.add(week);
          const key = publishWeekly({ ...WEEKLY, scanId: ++scanId, week }, { homeServer, store, now: due });
          expect(key, `${due.toISOString()} ${week}`).not.toBeNull();
          made.push(week);
        }
        const weeks = (Date.parse(last) - Date.parse(first)) / (7 * DAY);
        expect(made).toHaveLength(weeks);
        expect(expected.size).toBe(weeks);
      }
    } finally {
      store.close();
    }
  });
});
