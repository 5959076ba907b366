import { afterEach, describe, expect, it } from 'vitest';
import { PACE } from '../../src/bot/bot.ts';
import { createAllowance } from '../../src/bot/mastodon/allowance.ts';
import type { FaultAction } from '../model-internet/mastodon/faults.ts';
import { startMastodon } from '../model-internet/mastodon/mastodon.ts';
import { startFastTime } from './fast-time.ts';
import { PASSING } from './faults.ts';
import { openHouse, WEEKLY } from './house.ts';

/**
 * Each passing fault at each endpoint for twenty minutes without a pause, at the bot's own pace on a fast
 * clock. The bot stays polite, posts nothing twice, and catches up when the fault is over.
 */

const MINUTE = 60_000;
const MOST_REQUESTS_A_MINUTE = 30;
const ROUTES = [
  'POST /api/v1/statuses',
  'GET /api/v1/notifications',
  'POST /api/v2/media',
  'GET /api/v1/accounts/*/statuses',
  'GET /api/v1/statuses/*/context',
  'GET /api/v1/accounts/verify_credentials',
  '* **',
] as const;

const closing: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function endure(route: string, action: FaultAction): Promise<void> {
  const name = `${route} ${JSON.stringify(action)}`;
  const time = startFastTime(Date.parse('2026-11-16T00:00:00Z'));
  closing.push(() => time.restore());
  const model = await startMastodon({ now: time.now, traits: { idempotency: 'ignored' } });
  closing.push(() => model.stop());
  const house = openHouse(model, 100);
  closing.push(() => house.close());
  const { bot } = house.bot({ clock: time, allowance: createAllowance(), pace: PACE });
  const started = bot.start();
  await time.pass(1000);
  expect((await started).ok, name).toBe(true);
  model.fault({ route, action, count: 100_000 });
  const { status } = model.mention({ from: 'ann@far.example', text: 'social.example' });
  bot.publish(WEEKLY);
  const replies = () => model.posts().filter(({ inReplyToId }) => inReplyToId === status.id).length;
  const weekly = () =>
    model.posts().filter(({ inReplyToId, id }) => inReplyToId === null && id !== status.id).length;
  for (let minute = 0; minute < 20; minute += 1) {
    const before = model.requests.length;
    await time.pass(MINUTE);
    expect(model.requests.length - before, `${name}: requests in minute ${minute}`).toBeLessThanOrEqual(
      MOST_REQUESTS_A_MINUTE,
    );
    expect(Math.max(replies(), weekly()), name).toBeLessThanOrEqual(1);
  }
  model.clearFaults();
  await time.pass(40 * MINUTE);
  expect([replies(), weekly()], name).toEqual([1, 1]);
  const ended = await Promise.race([bot.ended.then(() => 'ended'), Promise.resolve('runs')]);
  expect(ended, name).toBe('runs');
}

describe.each(ROUTES)('twenty minutes of faults at %s', (route) => {
  // A dead token is not a passing fault: every endpoint reports it, and the bot ends as it should.
  const isDeath = (action: FaultAction) =>
    action.kind === 'json' && action.status < 500 && /verify|\*\*/.test(route);
  const actions = PASSING.filter((action) => !isDeath(action));

  it(`of ${actions.length} kinds are survived`, { timeout: 400_000 }, async () => {
    for (const action of actions) {
      await endure(route, action);
      for (const close of closing.splice(0).reverse()) await close();
    }
  });
});
