import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isoWeek } from '../../src/report/week.ts';

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

  it('is in UTC, whatever the moment’s own zone', () => {
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
