import { expect, it } from 'vitest';
import { deadOf } from '../../src/scan/dead.ts';
import { domain } from '../kit/domain.ts';

const NOW = new Date('2026-06-01T03:00:00Z');

it.each([
  ['in no row of looks', null, false],
  ['since last week', '2026-05-25T03:00:00Z', false],
  ['for a little less than four weeks', '2026-05-04T03:00:01Z', false],
  ['for four weeks', '2026-05-04T03:00:00Z', true],
  ['for years', '2024-01-01T03:00:00Z', true],
])('a server that was unreachable %s', (_, unreachableSince, isDead) => {
  expect(deadOf([{ domain: domain('a.example'), unreachableSince }], NOW).size).toBe(isDead ? 1 : 0);
});
