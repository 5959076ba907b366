import { expect } from 'vitest';
import type { Network } from '../../src/model/network.ts';
import type { Mover } from '../../src/model/server.ts';
import type { Store } from '../../src/store/store.ts';
import { type Fault, scanWeek, shares } from './bad-week-world.ts';

/** A tenth of the servers, spread unevenly over the companies, and all of them. */
export const PARTS = {
  'a tenth': (name: string) => ['s0.', 's2.', 's4.', 's6.'].some((start) => name.startsWith(start)),
  all: () => true,
} as const;
const ROUNDING = 1e-9;

const falseMoves = (movers: readonly Mover[]) =>
  movers.filter(({ change }) => change === 'hoster').map(({ domain, from, to }) => [domain, from, to]);

/**
 * Puts a week with each fault between two sound weeks. No server moves, no share grows, and the second sound
 * week finds the same as the first.
 */
export async function between(
  store: Store,
  network: Network,
  faults: readonly Fault[],
  hits: (name: string) => boolean,
) {
  await scanWeek(store, network, 0);
  const sound = shares(store, network);
  expect(sound.size).toBeGreaterThan(1);
  let week = 0;
  for (const fault of faults) {
    const label = `${network}: ${fault.title}`;
    const bad = await scanWeek(store, network, ++week, { fault, hits });
    if (bad.end === 'finished') {
      expect(falseMoves(store.history.movers(bad.scan.id)), label).toEqual([]);
      for (const [id, share] of fault.isAnswer ? [] : shares(store, network)) {
        expect(share, `${label}: ${id}`).toBeLessThanOrEqual((sound.get(id) ?? 0) + ROUNDING);
      }
    }
    const next = await scanWeek(store, network, ++week);
    if (next.end !== 'finished') throw new Error(`${label}: the next scan did not finish`);
    expect(falseMoves(store.history.movers(next.scan.id)), label).toEqual([]);
    expect(shares(store, network), label).toEqual(sound);
  }
}
