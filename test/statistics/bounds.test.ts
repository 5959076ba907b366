import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hosterBounds } from '../../src/statistics/bounds.ts';
import { countShares } from '../../src/statistics/shares.ts';
import { anyServers } from './servers.ts';

describe('bounds', () => {
  it('range from what is seen to what is seen plus everything hidden', () => {
    expect(hosterBounds(20, 15, 100)).toEqual({ min: 0.2, max: 0.35 });
    expect(hosterBounds(20, 0, 100)).toEqual({ min: 0.2, max: 0.2 });
    expect(hosterBounds(0, 0, 0)).toEqual({ min: 0, max: 0 });
  });

  it('hold wherever the hidden servers really are', () => {
    fc.assert(
      fc.property(anyServers, fc.infiniteStream(fc.nat()), (list, choices) => {
        const shares = countShares(list);
        const ids = shares.hosters.map(({ id }) => id);
        fc.pre(ids.length > 0);
        const truth = new Map(shares.hosters.map(({ id, servers }) => [id, servers]));
        for (let index = 0; index < shares.hidden.servers; index += 1) {
          const id = ids[(choices.next().value ?? 0) % ids.length] ?? '';
          truth.set(id, (truth.get(id) ?? 0) + 1);
        }
        for (const { id, servers, share } of shares.hosters) {
          const { min, max } = hosterBounds(servers, shares.hidden.servers, shares.answered);
          const true_ = (truth.get(id) ?? 0) / shares.answered;
          expect(min).toBe(share);
          expect(true_).toBeGreaterThanOrEqual(min);
          expect(true_).toBeLessThanOrEqual(max);
          expect(max).toBeLessThanOrEqual(1);
        }
      }),
    );
  });
});
