import { describe, expect, it } from 'vitest';
import { type Allowance, type Cost, createAllowance } from '../../../src/bot/mastodon/allowance.ts';
import { MANNERS } from '../../../src/bot/mentions/limits.ts';

const MINUTE = 60_000;

/** Makes requests as fast as allowed, and returns their times. */
function asFastAsMay(allowance: Allowance, costs: readonly Cost[], ms: number): readonly number[] {
  const made: number[] = [];
  for (let now = 0; now < ms; now += Math.max(1, Math.ceil(allowance.wait(costs, now)))) {
    if (allowance.wait(costs, now) > 0) continue;
    allowance.spend(costs);
    made.push(now);
  }
  return made;
}

describe('our own limits', () => {
  it.each([
    ['requests', [], 5 * MINUTE, 300],
    ['pages', ['paging'], 15 * MINUTE, 300],
    ['uploads', ['media'], 30 * MINUTE, 30],
    ['deletions', ['deletes'], 30 * MINUTE, 30],
    ['posts', ['statuses'], 180 * MINUTE, 300],
  ] as const)('stay below those of Mastodon: %s', (_what, costs, window, most) => {
    const made = asFastAsMay(createAllowance(), costs, 3 * window);
    const inWindow = made.map((from) => made.filter((at) => at >= from && at < from + window).length);
    expect(Math.max(...inWindow)).toBeLessThan(most);
    expect(Math.max(...inWindow)).toBeGreaterThan(most * 0.85);
  });

  it('let all answers of an hour through at once, each of its own hint', () => {
    const allowance = createAllowance();
    for (let mention = 0; mention < MANNERS.mostInAll; mention++) {
      for (const costs of [['paging'], ['paging'], ['paging'], [], ['statuses']] as const) {
        expect(allowance.wait(costs, mention)).toBe(0);
        allowance.spend(costs);
      }
    }
  });
});
