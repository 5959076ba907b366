import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import type { Domain } from '../../src/model/domain.ts';
import type { Implausibility } from '../../src/model/server.ts';
import type { ServerResult } from '../../src/model/server-result.ts';
import type { Judge } from '../../src/store/judge.ts';
import { packCounts, unpackCounts, unpackCountsAt } from '../../src/store/packed/count-set.ts';
import { packIds, unpackIdList } from '../../src/store/packed/id-set.ts';
import { openStore, type Store } from '../../src/store/store.ts';

import { domains, finding, scan, temporaryFolder } from '../kit/findings.ts';
import { makeOlder } from './older.ts';

const folder = temporaryFolder();
afterAll(folder.remove);

const count = fc.oneof(
  fc.constant(null),
  fc.nat(300),
  fc.constantFrom(0, 126, 127, 128, 16_383, Number.MAX_SAFE_INTEGER - 1, Number.MAX_SAFE_INTEGER),
);
const counts = fc.record({ usersTotal: count, usersActiveMonth: count });

describe('packed counts', () => {
  const byId = fc
    .array(fc.tuple(fc.nat(60), counts), { maxLength: 40 })
    .map((entries) => new Map(entries.toSorted(([a], [b]) => a - b)));

  it('unpack to what was packed, whatever the base', () => {
    fc.assert(
      fc.property(byId, fc.option(byId), (all, base) => {
        const ids = [...all.keys()];
        const packed = packCounts(ids, all, base);
        expect(unpackCounts(packed, ids, base)).toEqual(all);
        ids.forEach((id, place) => {
          expect(unpackCountsAt(packed, place, base?.get(id) ?? null)).toEqual(all.get(id));
        });
      }),
    );
  });

  it('throw if there are fewer counts than ids', () => {
    expect(() => unpackCounts(packCounts([], new Map(), null), [1], null)).toThrow(RangeError);
  });

  it('belong to ids that are unpacked in ascending order', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(5000)), (ids) => {
        expect(unpackIdList(packIds(ids))).toEqual(ids.toSorted((a, b) => a - b));
      }),
    );
  });
});

describe('a database with a row for each change of a count', () => {
  const names = domains(6);
  const sight = fc.record({
    counts,
    http: fc.constantFrom('OK', 'SKIPPED', 'TIMEOUT'),
    software: fc.constantFrom('mastodon', 'lemmy'),
  });
  /** What each scan sees; a missing server was not looked up. */
  const history = fc.array(fc.array(fc.option(sight, { freq: 4 }), { minLength: 6, maxLength: 6 }), {
    minLength: 1,
    maxLength: 8,
  });

  /** Records the past that each claim was judged against, and rejects a few claims. */
  function judgeNoting(pasts: unknown[]): Judge {
    return ({ domain, usersTotal }, past): Implausibility | null => {
      pasts.push([domain, past]);
      return usersTotal !== null && usersTotal % 5 === 0 ? 'not a count' : null;
    };
  }

  function fill(store: Store, weeks: readonly (readonly unknown[])[], firstWeek: number): readonly unknown[] {
    const pasts: unknown[] = [];
    weeks.forEach((week, index) => {
      const findings = week.flatMap((seen, place): ServerResult[] => {
        if (seen === null) return [];
        const {
          counts: users,
          http,
          software,
        } = seen as {
          counts: object;
          http: 'OK';
          software: string;
        };
        return [finding(names[place] as Domain, { http, self: { ...users, software } })];
      });
      if (findings.length > 0) {
        scan(store, findings, { week: firstWeek + index, finish: { judge: judgeNoting(pasts) } });
      }
    });
    return pasts;
  }

  const contents = (store: Store) => ({
    scans: store.scans
      .all('fediverse')
      .map(({ id }) => [store.history.servers(id), store.history.totals(id)]),
    servers: names.map((name) => store.history.server('fediverse', name)),
  });

  it('has the same contents after the migration, and judges the next scan the same', () => {
    let made = 0;
    fc.assert(
      fc.property(history, history, (before, after) => {
        made += 1;
        const [kept, older] = [folder.file(`kept-${made}.db`), folder.file(`older-${made}.db`)];
        for (const file of [kept, older]) {
          const store = openStore(file);
          fill(store, before, 0);
          store.close();
        }
        makeOlder(older, 12);
        const [untouched, migrated] = [openStore(kept), openStore(older)];
        expect(contents(migrated)).toEqual(contents(untouched));
        expect(fill(migrated, after, 10)).toEqual(fill(untouched, after, 10));
        expect(contents(migrated)).toEqual(contents(untouched));
        expect(migrated.faults()).toEqual([]);
        untouched.close();
        migrated.close();
      }),
      { numRuns: 12 },
    );
  });
});
