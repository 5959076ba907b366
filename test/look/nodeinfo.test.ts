import { describe, expect, it } from 'vitest';
import { readNodeInfo } from '../../src/look/nodeinfo.ts';
import type { SelfDescription } from '../../src/model/observation.ts';
import { implausibility } from '../../src/statistics/plausible.ts';
import { measure } from '../../src/store/measure.ts';
import { domain } from '../kit/domain.ts';
import { observe } from '../scan/scan-fixtures.ts';

const users = (total: unknown, activeMonth?: unknown) => ({ usage: { users: { total, activeMonth } } });
const named = { software: { name: 'Mastodon', version: '4.4.0' } };
const GOOD: SelfDescription = { software: 'mastodon', usersTotal: 90, usersActiveMonth: 30 };

interface ReadCase {
  readonly title: string;
  readonly document: unknown;
  readonly expected: SelfDescription | null;
}

const none = { software: 'mastodon', usersTotal: null, usersActiveMonth: null };
const odd = { ...none, malformed: true };

const READ: readonly ReadCase[] = [
  ...['1.0', '1.1', '2.0', '2.1', '2.2'].map((version) => ({
    title: `schema ${version}`,
    document: { version, ...named, ...users(90, 30) },
    expected: GOOD,
  })),
  {
    title: 'counts of zero',
    document: { ...named, ...users(0, 0) },
    expected: { ...none, usersTotal: 0, usersActiveMonth: 0 },
  },
  { title: 'no usage', document: named, expected: none },
  { title: 'usage null', document: { ...named, usage: null }, expected: none },
  { title: 'no users', document: { ...named, usage: {} }, expected: none },
  {
    title: 'users an array, as old Misskey has it',
    document: { ...named, usage: { users: [] } },
    expected: none,
  },
  { title: 'users empty', document: { ...named, usage: { users: {} } }, expected: none },
  { title: 'counts null', document: { ...named, ...users(null, null) }, expected: none },
  {
    title: 'the half-year count is none of the month',
    document: { ...named, usage: { users: { activeHalfyear: 8 } } },
    expected: none,
  },
  { title: 'total alone', document: { ...named, ...users(7) }, expected: { ...none, usersTotal: 7 } },
  {
    title: 'numbers as text',
    document: { ...named, ...users('90', 30) },
    expected: { ...odd, usersActiveMonth: 30 },
  },
  {
    title: 'an active count as text',
    document: { ...named, ...users(90, '30') },
    expected: { ...odd, usersTotal: 90 },
  },
  { title: 'negative', document: { ...named, ...users(-1, 0) }, expected: { ...odd, usersActiveMonth: 0 } },
  {
    title: 'a fraction',
    document: { ...named, ...users(1.5, 1) },
    expected: { ...odd, usersActiveMonth: 1 },
  },
  {
    title: 'larger than a number can hold',
    document: { ...named, ...users(Number.MAX_SAFE_INTEGER + 1) },
    expected: odd,
  },
  { title: 'infinite', document: { ...named, ...users(Number.POSITIVE_INFINITY) }, expected: odd },
  { title: 'a boolean', document: { ...named, ...users(true) }, expected: odd },
  { title: 'an object', document: { ...named, ...users({ total: 5 }) }, expected: odd },
  {
    title: 'eight billion is a count, to be judged later',
    document: { ...named, ...users(8e9, 8e9) },
    expected: { ...none, usersTotal: 8e9, usersActiveMonth: 8e9 },
  },
  {
    title: 'a name in capitals and spaces',
    document: { software: { name: ' GoToSocial\n' } },
    expected: { ...none, software: 'gotosocial' },
  },
  {
    title: 'a name that turns text around',
    document: { software: { name: '\u202epeertube\u0000' } },
    expected: { ...none, software: 'peertube' },
  },
  {
    title: 'an endless name',
    document: { software: { name: 'x'.repeat(100_000) } },
    expected: { ...none, software: 'x'.repeat(64) },
  },
  { title: 'an empty name', document: { software: { name: '' } }, expected: { ...none, software: null } },
  { title: 'a name of a wrong type', document: { software: { name: 5 }, ...users(90, 30) }, expected: null },
  { title: 'no software', document: users(90, 30), expected: null },
  { title: 'software as text', document: { software: 'mastodon' }, expected: null },
  { title: 'an array', document: [named], expected: null },
  { title: 'null', document: null, expected: null },
  { title: 'text', document: 'mastodon', expected: null },
];

describe('a NodeInfo document', () => {
  it.each(READ)('$title', ({ document, expected }) => {
    expect(readNodeInfo(document)).toEqual(expected);
  });

  it('with malformed counts is kept as an implausible claim', () => {
    const observation = {
      ...observe(domain('liar.example')),
      self: readNodeInfo({ ...named, ...users('90', 30) }),
    };
    const kept = measure({ observation, addresses: [], attribution: null, agree: true });
    expect(kept).toMatchObject({ usersTotal: null, usersActiveMonth: 30 });
    expect(implausibility(kept)).toBe('not a count');
  });
});
