import { describe, expect, it } from 'vitest';
import { createRandom } from '../model-internet/random.ts';
import { crashes } from './crash.ts';

const LATE_MS = 300;
const PACE = { pollMs: 60, settleMs: 500, requestMs: 400, retryFirstMs: 20, retryLongestMs: 100 };

describe('killed without warning, on a server that is late, forgets answers and ignores keys', () => {
  it('posts everything, and nothing twice', { timeout: 240_000 }, async () => {
    const results = await Promise.all(
      ['one', 'two', 'three'].map((seed) =>
        crashes({ kills: 11, mentions: 11, pace: PACE, lateMs: LATE_MS, random: createRandom(seed).next }),
      ),
    );
    for (const result of results) {
      expect(result).toEqual({ kills: 11, posts: 12, duplicates: [], lost: [], faults: [] });
    }
  });

  it('would post twice if it did not wait for what may still come', { timeout: 120_000 }, async () => {
    const hasty = { ...PACE, settleMs: 0, requestMs: 100 };
    const result = await crashes({
      kills: 2,
      mentions: 20,
      pace: hasty,
      lateMs: LATE_MS,
      random: createRandom('hasty').next,
    });
    expect(result.lost).toEqual([]);
    expect(result.duplicates.length).toBeGreaterThan(0);
  });
});
