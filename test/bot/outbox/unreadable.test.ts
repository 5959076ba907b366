import { afterEach, describe, expect, it } from 'vitest';
import type { HomeServer, Outcome, RecentPosts } from '../../../src/bot/home-server/home-server.ts';
import { createMastodonServer } from '../../../src/bot/mastodon/server.ts';
import { until } from '../../kit/until.ts';
import type { FaultAction } from '../../model-internet/mastodon/faults.ts';
import { startBoth, UNLIMITED, USER_AGENT, WEEKLY } from '../house.ts';

const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const list = (unreadable: number): Outcome<RecentPosts> => ({ ok: true, value: { posts: [], unreadable } });

/**
 * A bot whose post ended like this, and that finds these lists of its own posts. The last list is repeated.
 */
async function postWith(action: FaultAction, lists: readonly [...Outcome<RecentPosts>[]]) {
  const { model, house } = await startBoth(closing, { traits: { idempotency: 'ignored' } });
  const { url, token: accessToken } = model;
  const server = createMastodonServer({ url, accessToken, userAgent: USER_AGENT, allowance: UNLIMITED });
  closing.unshift(() => server.close());
  let looks = 0;
  const recentPosts: HomeServer['recentPosts'] = async () =>
    lists[Math.min(looks++, lists.length - 1)] ?? list(0);
  model.fault({ route: 'POST /api/v1/statuses', action, commit: 'yes' });
  const { bot, log } = house.bot({ homeServer: { ...server, recentPosts } });
  await bot.start();
  bot.publish({ ...WEEKLY, png: null });
  await until(() => bot.published(WEEKLY.week)?.state === 'unsure', 'it is left to the operator');
  return { model, log };
}

describe('a list with a post that cannot be read', () => {
  it.each([
    ['when its time to appear is over', { kind: 'close' }, [list(0), list(1)]],
    ['right before it would be sent again', { kind: 'close' }, [list(0), list(0), list(1)]],
    ['when it was refused as a duplicate', { kind: 'json', status: 422 }, [list(0), list(1)]],
  ] as const)('may contain the missing one, %s', async (_when, action, lists) => {
    const { model, log } = await postWith(action, lists);
    expect(model.posts()).toHaveLength(1);
    expect(log.lines.filter(({ level }) => level === 'error').map(({ message }) => message)).toEqual([
      'it cannot be told whether this was posted; look at the account yourself',
    ]);
  });
});
