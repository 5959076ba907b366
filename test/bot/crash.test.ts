import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openStore } from '../../src/store/store.ts';
import { startMastodon } from '../model-internet/mastodon/mastodon.ts';
import { createRandom } from '../model-internet/random.ts';
import { crashes, kill, startLife } from './crash.ts';
import { until } from './house.ts';

const LATE_MS = 300;
const PACE = { pollMs: 60, settleMs: 500, requestMs: 400, retryFirstMs: 20, retryLongestMs: 100 };

describe('killed without warning, on a server that is late, forgets answers and ignores keys', () => {
  it('two hundred times: posts everything, and nothing twice', { timeout: 600_000 }, async () => {
    const results = await Promise.all(
      ['one', 'two', 'three', 'four'].map((seed) =>
        crashes({ kills: 50, mentions: 50, pace: PACE, lateMs: LATE_MS, random: createRandom(seed).next }),
      ),
    );
    for (const result of results) {
      expect(result).toEqual({ kills: 50, posts: 51, duplicates: [], lost: [], faults: [] });
    }
  });

  it('finds the weekly post that was made but not noted', { timeout: 60_000 }, async () => {
    const directory = mkdtempSync(join(tmpdir(), 'whohosts-weekly-'));
    const model = await startMastodon({ traits: { idempotency: 'ignored', rateLimits: false } });
    const life = {
      url: model.url,
      token: model.token,
      file: join(directory, 'whohosts.db'),
      pace: PACE,
      weekly: { week: '2026-W47', text: 'Five companies host 61% of the fediverse.' },
    };
    model.fault({ route: 'POST /api/v1/statuses', action: { kind: 'silence' }, commit: 'yes' });
    const first = startLife(life);
    await model.waitForPost(({ text }) => text === life.weekly.text, 30_000);
    await kill(first);
    const second = startLife(life);
    const store = openStore(life.file);
    const row = () => store.outbox.get('weekly-2026-W47');
    expect(row()?.state).toBe('sending');
    await until(() => row()?.state === 'sent', 'it is noted', 30_000);
    await kill(second);
    expect(model.posts()).toHaveLength(1);
    expect(row()?.statusId).toBe(model.posts()[0]?.id);
    store.close();
    await model.stop();
    rmSync(directory, { recursive: true });
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
