import { expect, it } from 'vitest';
import type { Domain } from '../../src/model/domain.ts';
import { runScan } from '../../src/scan/run.ts';
import { attributor, observe, planOf, withStore } from './scan-fixtures.ts';

/**
 * The processor time of a scan in which every look ends at once, and one name in ten is served by another
 * one.
 */
function secondsFor(count: number): Promise<number> {
  return withStore(async (store) => {
    const name = (index: number) => `s${index}.example` as Domain;
    const before = process.cpuUsage();
    await runScan(planOf(Array.from({ length: count }, (_, index) => name(index))), {
      scans: store.scans,
      look: async (domain) => {
        const index = Number(/\d+/.exec(domain)?.[0]);
        const delegate = { host: name(index + 1), port: 443 };
        return index % 10 === 0 ? { ...observe(domain), delegate } : observe(domain);
      },
      attributor,
      concurrency: 100,
      signal: new AbortController().signal,
    });
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1e6;
  });
}

it('takes time in proportion to the servers, from the first look to the last total', async () => {
  await secondsFor(1000);
  const small = await secondsFor(3000);
  const large = await secondsFor(24_000);
  // Eight times as many. A step that grows with their square would take up to 64 times as long.
  expect(large / small).toBeLessThan(20);
}, 300_000);
