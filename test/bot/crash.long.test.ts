import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openStore } from '../../src/store/store.ts';
import { until } from '../kit/until.ts';
import { startMastodon } from '../model-internet/mastodon/mastodon.ts';
import { createRandom } from '../model-internet/random.ts';
import { crashes, kill, LATE_MS, PACE, startLife, WEEKLY } from './crash.ts';

describe('killed without warning, on a server that is late, forgets answers and ignores keys', () => {
  it('two hundred times: posts everything, and nothing twice', { timeout: 600_000 }, async () => {
    const results = await Promise.all(
      ['one', 'two', 'three', 'four'].map((seed) =>
        crashes({ kills: 50, mentions: 50, pace: PACE, lateMs: LATE_MS, random: createRandom(seed).next }),
      ),
    );
    for (const result of results) {
      expect(result).toEqual({ kills: 50, posts: 52, duplicates: [], lost: [], faults: [] });
    }
  });

  it.each([
    ['the first post', 0],
    ['the second post', 1],
  ])(
    'finds %s of the weekly thread that was posted but not recorded',
    { timeout: 60_000 },
    async (_which, place) => {
      const directory = mkdtempSync(join(tmpdir(), 'whohosts-weekly-'));
      const model = await startMastodon({ traits: { idempotency: 'ignored', rateLimits: false } });
      const file = join(directory, 'whohosts.db');
      const life = { url: model.url, token: model.token, file, pace: PACE, weekly: WEEKLY };
      const route = 'POST /api/v1/statuses';
      model.fault({ route, after: place, action: { kind: 'silence' }, commit: 'yes' });
      const first = startLife(life);
      const texts = [WEEKLY.text, WEEKLY.second];
      await model.waitForPost(({ text }) => text === texts[place], 30_000);
      await kill(first);
      const second = startLife(life);
      const store = openStore(file);
      const rows = () => ['', '-second'].map((end) => store.outbox.get(`weekly-2026-W47${end}`));
      expect(rows()[place]?.state).toBe('sending');
      await until(() => rows().every((row) => row?.state === 'sent'), 'both are noted', 30_000);
      await kill(second);
      const [top, under] = model.posts();
      expect(model.posts().map(({ text }) => text)).toEqual(texts);
      expect(under?.inReplyToId).toBe(top?.id);
      expect(rows().map((row) => row?.statusId)).toEqual([top?.id, under?.id]);
      store.close();
      await model.stop();
      rmSync(directory, { recursive: true });
    },
  );

  it('would post twice if it did not wait for late posts', { timeout: 120_000 }, async () => {
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
