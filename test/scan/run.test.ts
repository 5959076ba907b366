import { setImmediate as turn } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Domain } from '../../src/model/domain.ts';
import type { DnsStatus } from '../../src/model/observation.ts';
import type { Progress } from '../../src/scan/progress.ts';
import { type RunOptions, runScan } from '../../src/scan/run.ts';
import type { Store } from '../../src/store/store.ts';
import { domain } from '../kit/domain.ts';
import { attributor, observe, planOf, withStore } from './scan-fixtures.ts';

const names = (count: number) => Array.from({ length: count }, (_, index) => domain(`s${index}.example`));

function run(
  store: Store,
  domains: readonly Domain[],
  change: Partial<RunOptions> = {},
  fingerprint?: string,
) {
  return runScan(planOf(domains, fingerprint), {
    scans: store.scans,
    look: async (name) => observe(name),
    attributor,
    concurrency: 10,
    signal: new AbortController().signal,
    ...change,
  });
}

function stored(store: Store): Domain[] {
  return store.history.servers(store.scans.latest('fediverse')?.id ?? 0).map((server) => server.domain);
}

describe('a scan', () => {
  it('looks at each server once, within its concurrency, and stores all', () =>
    withStore(async (store) => {
      // The order is random: an operator's servers are neighbours on lists, and must not all be asked at
      // once.
      const asked: Domain[] = [];
      let active = 0;
      let most = 0;
      const look = async (name: Domain) => {
        asked.push(name);
        most = Math.max(most, ++active);
        await turn();
        active--;
        return observe(name, Number.parseInt(name.slice(1), 10) % 3 === 0 ? 'NXDOMAIN' : 'NOERROR');
      };
      const seen: Progress[] = [];
      const outcome = await run(store, names(503), { look, onProgress: (progress) => seen.push(progress) });
      expect(outcome).toMatchObject({ end: 'finished', scan: { sampled: 503 } });
      expect(asked.toSorted()).toEqual(names(503).toSorted());
      expect(most).toBe(10);
      expect(stored(store).sort()).toEqual(names(503).sort());
      expect(seen.map(({ done }) => done)).toEqual(names(503).map((_, index) => index + 1));
      expect(seen.at(-1)).toMatchObject({ total: 503, answered: 503 - 168 });
    }));

  it('without servers is finished at once', () =>
    withStore(async (store) => {
      expect(await run(store, [])).toMatchObject({ end: 'finished', scan: { sampled: 0 } });
    }));

  it('continues where it was stopped at any moment, and asks no server twice', () =>
    fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 300 }), { maxLength: 4 }), (stops) =>
        withStore(async (store) => {
          const asked: Domain[] = [];
          for (const stop of stops) {
            const controller = new AbortController();
            const until = asked.length + stop;
            const look = async (name: Domain) => {
              asked.push(name);
              if (asked.length >= until) controller.abort();
              await turn();
              return observe(name);
            };
            const outcome = await run(store, names(450), { look, signal: controller.signal });
            if (outcome.end === 'interrupted') expect(outcome.left).toBe(450 - asked.length);
            else expect(asked).toHaveLength(450);
            if (outcome.end === 'finished') break;
          }
          if (store.scans.unfinished('fediverse') !== null) {
            const began: boolean[] = [];
            const look = async (name: Domain) => {
              asked.push(name);
              return observe(name);
            };
            const onStart = (_: unknown, done: number | null) => began.push(done !== null);
            const outcome = await run(store, names(450), { look, onStart });
            expect(outcome.end).toBe('finished');
            expect(began).toEqual([true]);
            expect(asked.toSorted()).toEqual(names(450).toSorted());
          }
          if (stops.length > 0) expect(store.scans.all('fediverse').length).toBeLessThanOrEqual(1);
        }),
      ),
      { numRuns: 15 },
    ));

  it('abandons the unfinished scan of another plan', () =>
    withStore(async (store) => {
      const controller = new AbortController();
      controller.abort();
      const begun = await run(store, names(5), { signal: controller.signal });
      expect(begun).toMatchObject({ end: 'interrupted', left: 5 });
      const outcome = await run(store, names(3), {}, 'another plan');
      expect(outcome).toMatchObject({ end: 'finished', scan: { sampled: 3 } });
      expect(store.scans.unfinished('fediverse')).toBeNull();
      expect(stored(store)).toEqual(names(3));
    }));
});

describe('without DNS', () => {
  const deaf = (from: number, answer: DnsStatus) => {
    let asked = 0;
    return async (name: Domain) => observe(name, ++asked > from ? answer : 'TIMEOUT');
  };

  it('a scan stops early, and records no server as silent', () =>
    withStore(async (store) => {
      let asked = 0;
      const look = async (name: Domain) => {
        asked++;
        return observe(name, 'TIMEOUT');
      };
      const outcome = await run(store, names(1000), { look });
      expect(outcome).toMatchObject({ end: 'no DNS', left: 1000 });
      expect(asked).toBeLessThanOrEqual(110);
      expect(store.scans.latest('fediverse')).toBeNull();
      const again = await run(store, names(1000));
      expect(again.end).toBe('finished');
      const found = store.history.servers(again.scan.id);
      expect(found.every(({ status }) => status === 'NOERROR')).toBe(true);
    }));

  it.each<DnsStatus>(['SERVFAIL', 'REFUSED', 'FORMERR'])('%s counts as silence', (failure) =>
    withStore(async (store) => {
      const look = async (name: Domain) => observe(name, failure);
      expect(await run(store, names(1000), { look })).toMatchObject({ end: 'no DNS', left: 1000 });
    }),
  );

  it('from some point on, the scan stays open and asks those servers again', () =>
    withStore(async (store) => {
      let asked = 0;
      const look = async (name: Domain) => observe(name, ++asked > 300 ? 'SERVFAIL' : 'NXDOMAIN');
      expect(await run(store, names(1000), { look, concurrency: 1 })).toMatchObject({
        end: 'no DNS',
        left: 700,
      });
      expect(store.scans.latest('fediverse')).toBeNull();
      const again: string[] = [];
      const outcome = await run(store, names(1000), {
        look: async (name) => {
          again.push(name);
          return observe(name, 'NOERROR');
        },
      });
      expect(outcome.end).toBe('finished');
      expect(again).toHaveLength(700);
    }));

  it('a resumed scan with only dead servers left finishes', () =>
    withStore(async (store) => {
      const stop = new AbortController();
      const dead = new Set(names(1000).slice(0, 150));
      const look = async (name: Domain) => {
        if (dead.has(name)) stop.abort();
        return observe(name, dead.has(name) ? 'TIMEOUT' : 'NXDOMAIN');
      };
      let outcome = await run(store, names(1000), { look, signal: stop.signal, concurrency: 1 });
      for (let turn = 0; outcome.end === 'interrupted' && turn < 3; turn += 1) {
        outcome = await run(store, names(1000), {
          look: async (name) => observe(name, dead.has(name) ? 'TIMEOUT' : 'NXDOMAIN'),
        });
      }
      expect(outcome.end).toBe('finished');
    }));

  it.each<DnsStatus>(['NXDOMAIN', 'NOERROR'])('an answer such as %s counts as an answer', (answer) =>
    withStore(async (store) => {
      const outcome = await run(store, names(500), { look: deaf(99, answer), concurrency: 1 });
      expect(outcome.end).toBe('finished');
      const found = store.history.servers(outcome.scan.id);
      expect(found.filter(({ status }) => status === 'TIMEOUT')).toHaveLength(99);
    }),
  );

  it('a short list of silent servers is a result', () =>
    withStore(async (store) => {
      const outcome = await run(store, names(99), { look: deaf(99, 'NOERROR') });
      expect(outcome.end).toBe('finished');
      expect(store.history.servers(outcome.scan.id)).toHaveLength(99);
    }));
});
