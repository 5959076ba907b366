import { describe, expect, it } from 'vitest';
import type { Domain } from '../../src/model/domain.ts';
import type { Observation } from '../../src/model/observation.ts';
import { runScan } from '../../src/scan/run.ts';
import { describeSecondLook } from '../../src/scan/second-look.ts';
import type { Store } from '../../src/store/store.ts';
import { domain } from '../kit/domain.ts';
import { attributor, observe, planOf, withStore } from './scan-fixtures.ts';

const NAMES = Array.from({ length: 60 }, (_, at) => domain(`s${at}.example`));
const ODD = '192.0.2.1';
const EVEN = '192.0.2.2';

/** Scans in the given week. `look` receives how often the name was asked about before. */
async function scan(store: Store, week: number, look: (name: Domain, before: number) => Observation) {
  const asked = new Map<Domain, number>();
  const now = () => new Date(Date.UTC(2026, 0, 5 + 7 * week));
  const outcome = await runScan(planOf(NAMES, `week ${week}`), {
    scans: store.scans,
    history: store.history,
    look: async (name) => {
      const before = asked.get(name) ?? 0;
      asked.set(name, before + 1);
      return look(name, before);
    },
    attributor,
    concurrency: 10,
    signal: new AbortController().signal,
    now,
  });
  if (outcome.end !== 'finished') throw new Error(outcome.end);
  return outcome;
}

const index = (name: Domain) => Number.parseInt(name.slice(1), 10);
const at = (name: Domain, address: string) => observe(name, 'NOERROR', address);
const count = (store: Store, scanId: number, status: string) =>
  store.history.servers(scanId).filter((server) => server.status === status).length;

describe('a week with unusually many changes', () => {
  it('holds back what a second look does not confirm, and moves no server', () =>
    withStore(async (store) => {
      await scan(store, 0, (name) => at(name, ODD));
      const bad = await scan(store, 1, (name, before) =>
        at(name, index(name) < 20 && before === 0 ? EVEN : ODD),
      );
      expect(bad.secondLook?.asked).toBe(20);
      expect(bad.secondLook?.heldBack).toHaveLength(20);
      expect(count(store, bad.scan.id, 'UNDETERMINED')).toBe(20);
      expect(store.history.movers(bad.scan.id)).toEqual([]);
      const next = await scan(store, 2, (name) => at(name, ODD));
      expect(store.history.movers(next.scan.id)).toEqual([]);
      expect(next.secondLook).toBeNull();
      if (bad.secondLook !== null)
        expect(describeSecondLook('fediverse', bad.secondLook)).toMatch(
          /20 servers were asked again, 20 not/,
        );
    }));

  it('reports confirmed changes', () =>
    withStore(async (store) => {
      await scan(store, 0, (name) => at(name, ODD));
      const moved = await scan(store, 1, (name) => at(name, index(name) < 20 ? EVEN : ODD));
      expect(moved.secondLook).toEqual({ asked: 20, heldBack: [] });
      expect(store.history.movers(moved.scan.id)).toHaveLength(20);
    }));

  it('holds back servers that are missing only at the first look', () =>
    withStore(async (store) => {
      await scan(store, 0, (name) => at(name, ODD));
      const bad = await scan(store, 1, (name, before) =>
        index(name) < 20 && before === 0 ? observe(name, 'NXDOMAIN') : at(name, ODD),
      );
      expect(count(store, bad.scan.id, 'UNDETERMINED')).toBe(20);
    }));

  it('is not one in which one or two servers move', () =>
    withStore(async (store) => {
      await scan(store, 0, (name) => at(name, ODD));
      const usual = await scan(store, 1, (name) => at(name, index(name) < 2 ? EVEN : ODD));
      expect(usual.secondLook).toBeNull();
      expect(store.history.movers(usual.scan.id)).toHaveLength(2);
    }));
});
