import { expect, it } from 'vitest';
import { clockFault } from '../../src/jobs/clock-fault.ts';

const sources = [{ date: '2026-06-05' }, { date: null }, { date: '2026-06-17' }];

it.each([
  ['1970-01-01T00:00:10Z', sources, /1970-01-01/],
  ['2024-12-31T23:59:59Z', sources, /set it/],
  // Before the date of the data, as on a machine whose clock is far behind. Its scans are still in order.
  ['2025-01-03T00:00:00Z', sources, null],
  ['2026-11-27T00:00:00Z', sources, null],
  ['2031-06-01T00:00:00Z', sources, null],
  ['2031-07-01T00:00:00Z', sources, /2026-06-17.*update-data/],
  ['2099-01-01T00:00:00Z', sources, /2099-01-01/],
  ['2099-01-01T00:00:00Z', [{ date: null }], null],
  ['2099-01-01T00:00:00Z', [], null],
] as const)('%s', (now, data, fault) => {
  const found = clockFault(new Date(now), data);
  if (fault === null) expect(found).toBeNull();
  else expect(found).toMatch(fault);
});
