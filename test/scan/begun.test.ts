import { describe, expect, it } from 'vitest';
import type { Domain } from '../../src/model/domain.ts';
import { runScan, type ScanOutcome } from '../../src/scan/run.ts';
import type { Store } from '../../src/store/store.ts';
import { domain } from '../kit/domain.ts';
import { attributor, observe, planOf, withStore } from './scan-fixtures.ts';

const NAMES = Array.from({ length: 120 }, (_, at) => domain(`s${at}.example`));
const KILLERS = [domain('s17.example'), domain('s63.example')];

/** One life of the process. `killed`: a look ended it, so uncommitted findings are lost. */
async function live(store: Store, asked: Domain[]): Promise<ScanOutcome | 'killed'> {
  let isDead = false;
  try {
    return await runScan(planOf(NAMES), {
      scans: store.scans,
      look: async (name) => {
        if (isDead) await new Promise(() => undefined);
        asked.push(name);
        isDead = KILLERS.includes(name);
        if (isDead) throw new Error('killed');
        return observe(name);
      },
      attributor,
      concurrency: 10,
      signal: new AbortController().signal,
    });
  } catch {
    return 'killed';
  }
}

describe('looks that end the process', () => {
  it('are skipped after they ended two lives, and the scan continues', () =>
    withStore(async (store) => {
      const asked: Domain[] = [];
      let lives = 0;
      let outcome: ScanOutcome | 'killed' = 'killed';
      while (outcome === 'killed' && ++lives < 20) outcome = await live(store, asked);
      if (outcome === 'killed' || outcome.end !== 'finished') throw new Error('the scan did not finish');
      expect(outcome.skipped.toSorted()).toEqual(KILLERS.toSorted());
      for (const killer of KILLERS)
        expect(asked.filter((name) => name === killer).length).toBeLessThanOrEqual(2);
      const found = store.history.servers(outcome.scan.id);
      expect(found.filter(({ status }) => status === 'NOERROR')).toHaveLength(NAMES.length - KILLERS.length);
      expect(lives).toBeLessThanOrEqual(5);
    }));

  it('that were only stopped are started again like any others', () =>
    withStore(async (store) => {
      for (let time = 0; time < 3; time++) {
        const controller = new AbortController();
        const outcome = await runScan(planOf(NAMES), {
          scans: store.scans,
          look: async (name) => {
            controller.abort();
            return observe(name, 'TIMEOUT');
          },
          attributor,
          concurrency: 10,
          signal: controller.signal,
        });
        expect(outcome.end).toBe('interrupted');
      }
      expect(await live(store, []).then((end) => end === 'killed' || end.end)).toBe(true);
    }));
});

it('commits findings at most 50 late', () =>
  withStore(async (store) => {
    let done = 0;
    await runScan(planOf(NAMES), {
      scans: store.scans,
      look: async (name) => {
        const scan = store.scans.unfinished('fediverse')?.scan.id ?? 0;
        expect(done - (NAMES.length - store.scans.pending(scan).length)).toBeLessThanOrEqual(50);
        done += 1;
        return observe(name);
      },
      attributor,
      concurrency: 1,
      signal: new AbortController().signal,
    });
  }));
