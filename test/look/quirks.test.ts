import { describe, expect, it } from 'vitest';
import { readNodeInfo } from '../../src/look/nodeinfo.ts';
import { applyQuirks, QUIRKS, type Quirk } from '../../src/look/quirks.ts';

const claim = (software: string, usersTotal: number | null = 90, usersActiveMonth: number | null = 30) => ({
  software,
  usersTotal,
  usersActiveMonth,
});
const nobody = (software: string) => claim(software, null, null);
const rule = (more: Partial<Quirk>): Quirk[] => [
  {
    software: 'thing',
    drop: 'users',
    reason: 'because of a test',
    source: 'https://thing.example/',
    ...more,
  },
];

describe('the reviewed rules', () => {
  it('say each case once', () => {
    const names = QUIRKS.map(({ software, before, totalAbove }) => `${software} ${before} ${totalAbove}`);
    expect(new Set(names).size).toBe(names.length);
  });

  it.each([
    ['mastodon', '4.4.0', 90, { total: 90, active: 30 }],
    ['activityrelay', '0.3', 1, { total: null, active: null }],
    ['AodeRelay', '0.3.116', 1, { total: null, active: null }],
    ['bridgy-fed', '20250101t000000', 70_000, { total: null, active: null }],
    ['birdsitelive', '0.20.1', 500, { total: null, active: null }],
    ['lipupini', '1.0', 4_000, { total: null, active: null }],
    ['gotosocial', '0.19.1', 12, { total: 12, active: 30 }],
    ['gotosocial', '0.19.1', 712_345, { total: null, active: null }],
    ['lemmy', '0.8.10', 333, { total: null, active: null }],
    ['lemmy', '0.19.12', 333, { total: 333, active: 30 }],
    ['yellbot', '1.0', 1_114_112, { total: null, active: 30 }],
  ])('%s %s with %i users', (name, version, total, expected) => {
    const self = readNodeInfo({ software: { name, version }, usage: { users: { total, activeMonth: 30 } } });
    expect({ total: self?.usersTotal, active: self?.usersActiveMonth }).toEqual(expected);
    expect(self?.software).toBe(name.toLowerCase());
  });
});

describe('a rule', () => {
  it.each([
    ['0.8.9', true],
    ['0.8', true],
    ['v0.8.9', true],
    ['0.9.0', false],
    ['0.9', false],
    ['0.9.0-rc.12', false],
    ['0.10.0', false],
    ['1', false],
    ['0.8.9+git-f9e5ec9', true],
    ['', false],
    ['nightly', false],
    [null, false],
    ['99999999999999999999', false],
  ])('before 0.9.0 applies to %s: %s', (version, applies) => {
    const left = applyQuirks(claim('thing'), version, rule({ before: '0.9.0' }));
    expect(left).toEqual(applies ? nobody('thing') : claim('thing'));
  });

  it('does not apply to other software, or to servers without claims', () => {
    expect(applyQuirks(claim('other'), null, rule({}))).toEqual(claim('other'));
    expect(applyQuirks(nobody('thing'), null, rule({ totalAbove: 5 }))).toEqual(nobody('thing'));
  });
});
