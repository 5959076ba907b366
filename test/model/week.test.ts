import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isoWeek } from '../../src/model/week.ts';

describe('the ISO week', () => {
  // The first week of a year is the one with its 4 January (ISO 8601).
  it.each([
    ['2026-11-17T03:20:00.000Z', '2026-W47'],
    ['2026-01-01T00:00:00.000Z', '2026-W01'],
    ['2027-01-03T23:59:59.999Z', '2026-W53'],
    ['2027-01-04T00:00:00.000Z', '2027-W01'],
    ['2024-12-30T00:00:00.000Z', '2025-W01'],
    ['2021-01-03T12:00:00.000Z', '2020-W53'],
    ['2016-01-03T12:00:00.000Z', '2015-W53'],
  ])('of %s is %s', (moment, expected) => {
    expect(isoWeek(moment)).toBe(expected);
  });

  it('is in UTC, whatever the offset of the timestamp', () => {
    expect(isoWeek('2026-11-16T00:30:00.000+02:00')).toBe('2026-W46');
  });

  it('changes every Monday and at no other time', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 40_000 }), (day) => {
        const at = (days: number) => new Date(days * 86_400_000).toISOString();
        const monday = new Date(at(day)).getUTCDay() === 1;
        expect(isoWeek(at(day)) === isoWeek(at(day - 1))).toBe(!monday);
      }),
    );
  });
});

describe('the week in a time zone', () => {
  it.each([
    ['2027-03-22T00:00:00Z', 'Europe/London', '2027-W12'],
    ['2027-03-28T23:00:00Z', 'Europe/London', '2027-W13'],
    ['2027-03-08T00:30:00Z', 'America/New_York', '2027-W09'],
    ['2027-03-14T23:30:00Z', 'America/New_York', '2027-W10'],
    ['2026-12-31T11:00:00Z', 'Pacific/Auckland', '2026-W53'],
    ['2027-01-03T11:00:00Z', 'Pacific/Auckland', '2027-W01'],
    ['2027-01-03T18:14:00Z', 'Asia/Kathmandu', '2026-W53'],
    ['2027-01-03T18:15:00Z', 'Asia/Kathmandu', '2027-W01'],
    ['2027-01-04T09:59:00Z', 'Pacific/Kiritimati', '2027-W01'],
    ['2027-01-04T11:59:00Z', 'Pacific/Niue', '2027-W01'],
    ['2027-01-04T10:59:00Z', 'Pacific/Niue', '2026-W53'],
  ])('of %s in %s is %s', (moment, zone, week) => {
    expect(isoWeek(moment, zone)).toBe(week);
  });

  it.each(['Europe/London', 'America/New_York', 'Pacific/Auckland', 'Asia/Kathmandu', 'UTC'])(
    'gives each of two years of weekly runs a week of its own: %s',
    (zone) => {
      const hour = 3_600_000;
      const day = new Intl.DateTimeFormat('en-US', {
        timeZone: zone,
        weekday: 'short',
        hour: 'numeric',
        hourCycle: 'h23',
      });
      for (const [weekday, at] of [
        ['Mon', '00'],
        ['Sun', '10'],
      ] as const) {
        const weeks: string[] = [];
        for (let time = Date.UTC(2026, 0, 1); time < Date.UTC(2028, 0, 1); time += hour / 4) {
          const parts = new Map(day.formatToParts(time).map(({ type, value }) => [type, value]));
          if (parts.get('weekday') !== weekday || parts.get('hour') !== at) continue;
          const week = isoWeek(new Date(time).toISOString(), zone);
          if (weeks.at(-1) !== week) weeks.push(week);
        }
        expect(new Set(weeks).size).toBe(weeks.length);
        expect(weeks.length).toBeGreaterThanOrEqual(104);
      }
    },
  );
});
