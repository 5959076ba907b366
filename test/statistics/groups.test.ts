import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { softwareFamily } from '../../src/model/software-family.ts';
import { countGroups } from '../../src/report/groups.ts';
import { GROUPINGS, groupServers, sizeClass } from '../../src/statistics/groups.ts';
import { countShares } from '../../src/statistics/shares.ts';
import { anyServers, scan, server } from './servers.ts';

const SOFTWARE = [null, 'mastodon', 'Sharkey', 'akkoma', 'lemmy', 'WordPress', 'writefreely', 'unknown'];

describe('parts of a network', () => {
  it.each([
    ['mastodon', 'mastodon'],
    ['Hometown', 'mastodon'],
    ['sharkey', 'misskey'],
    ['iceshrimp.net', 'misskey'],
    ['akkoma', 'pleroma'],
    ['gotosocial', 'gotosocial'],
    [' PeerTube ', 'peertube'],
    ['friendica', 'other'],
    ['', 'other'],
    ['unknown', 'other'],
    ['toString', 'other'],
    [null, 'unknown'],
  ])('put the software %j into the family %s', (software, family) => {
    expect(softwareFamily(software)).toBe(family);
  });

  it.each([
    [null, 'unknown'],
    [0, '0'],
    [1, '1'],
    [2, '2-9'],
    [9, '2-9'],
    [10, '10-99'],
    [99, '10-99'],
    [100, '100-999'],
    [999, '100-999'],
    [1000, '1000+'],
    [400_000, '1000+'],
  ])('put %j active users into the class %s', (users, size) => {
    expect(sizeClass(users)).toBe(size);
  });

  it('ignore an implausible size', () => {
    const [group] = groupServers([server('a.example', { usersTotal: 8e9, usersActiveMonth: 8e9 })], 'size');
    expect(group?.id).toBe('unknown');
  });

  it('add up to the whole in every layer, by servers and by users', () => {
    const mixed = anyServers.map((list) =>
      list.map((one, index) => ({ ...one, software: SOFTWARE[index % SOFTWARE.length] ?? null })),
    );
    fc.assert(
      fc.property(mixed, fc.constantFrom(...GROUPINGS), (list, grouping) => {
        const whole = countShares(list);
        const parts = countGroups(list, grouping, scan(list.length), () => null);
        const full = groupServers(list, grouping).map((group) => countShares(group.servers));
        for (const unit of ['servers', 'activeUsers'] as const) {
          const sum = (slices: readonly { readonly servers: number; readonly activeUsers: number }[]) =>
            slices.reduce((total, slice) => total + slice[unit], 0);
          expect(sum(parts)).toBe(unit === 'servers' ? whole.answered : whole.activeUsers);
          for (const layer of ['hosters', 'fronts', 'operators', 'kinds', 'countries'] as const) {
            expect(full.reduce((total, part) => total + sum(part[layer]), 0)).toBe(sum(whole[layer]));
          }
          for (const part of parts) {
            const { hosters, otherHosters, hidden, unattributed, undetermined, jurisdictions } = part;
            expect(sum([...hosters, otherHosters, hidden, unattributed, undetermined])).toBe(part[unit]);
            expect(sum([...jurisdictions.regions, jurisdictions.unknown])).toBe(part[unit]);
          }
        }
      }),
    );
  });
});
