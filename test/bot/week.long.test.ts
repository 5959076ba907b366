import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, expect, it } from 'vitest';
import { createAllowance } from '../../src/bot/mastodon/allowance.ts';
import { isoWeek } from '../../src/model/week.ts';
import type { Fault, FaultAction } from '../model-internet/mastodon/faults.ts';
import { type ModelMastodon, startMastodon } from '../model-internet/mastodon/mastodon.ts';
import { createRandom } from '../model-internet/random.ts';
import { type FastTime, startFastTime } from './fast-time.ts';
import { openHouse, USER_AGENT } from './house.ts';

const HOUR = 3_600_000;
const MONDAY = Date.parse('2026-11-16T00:00:00Z');
/** A request without an answer ends after this many real milliseconds. */
const TIMEOUT = 150;

const closing: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

function heapAfterCollection(): number {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
  return process.memoryUsage().heapUsed;
}

/** One fault of any kind, at any of the bot's requests. */
function disturb(model: ModelMastodon, time: FastTime, random: () => number): void {
  const any = <Value>(values: readonly Value[]): Value => {
    const value = values[Math.floor(random() * values.length)];
    if (value === undefined) throw new Error('nothing to choose from');
    return value;
  };
  const late = () => {
    const ms = Math.floor(random() * 20);
    time.expect(ms + 5);
    return ms;
  };
  const actions: readonly FaultAction[] = [
    { kind: 'html', status: 502 },
    { kind: 'html', status: 504 },
    { kind: 'empty', status: 503 },
    { kind: 'text', status: 500 },
    { kind: 'json', status: 500 },
    { kind: 'malformed', status: 200 },
    { kind: 'close' },
    { kind: 'silence' },
    { kind: 'stall' },
    { kind: 'rate-limit', resetInMs: 120_000 },
    { kind: 'delay', ms: 30 },
  ];
  const action = any(actions);
  const route = any([
    'POST /api/v1/statuses',
    'POST /api/v1/statuses',
    'GET /api/v1/notifications',
    'GET /api/v1/accounts/*/statuses',
    'GET /api/v1/statuses/*/context',
    'GET /api/v1/streaming',
    'POST /api/v2/media',
    'GET /api/v1/media/*',
  ]);
  const commits: readonly NonNullable<Fault['commit']>[] = ['no', 'yes', { lateMs: late }];
  model.fault({ route, action, ...(action.kind === 'rate-limit' ? {} : { commit: any(commits) }) });
}

it('a week: one weekly post with its second, every mention answered once, no memory lost', {
  timeout: 300_000,
}, async () => {
  const unhandled: unknown[] = [];
  const catchIt = (error: unknown) => unhandled.push(error);
  process.on('unhandledRejection', catchIt);
  closing.push(() => void process.off('unhandledRejection', catchIt));
  const time = startFastTime(MONDAY);
  closing.push(() => time.restore());
  const random = createRandom('a week').next;
  const model = await startMastodon({ now: time.now, traits: { idempotency: 'ignored' }, processing: 5000 });
  closing.push(() => model.stop());
  const house = openHouse(model, TIMEOUT);
  closing.push(() => house.close());

  const setting = {
    clock: time,
    allowance: createAllowance(),
    streaming: { accessToken: model.token, userAgent: USER_AGENT },
    pace: {
      pollMs: 300_000,
      settleMs: 10_000,
      requestMs: 20_000,
      retryFirstMs: 2000,
      retryLongestMs: 300_000,
      streamFirstMs: 1000,
      streamLongestMs: 300_000,
      heartbeatMs: HOUR,
    },
  };
  const live = async () => {
    const { bot, log } = house.bot(setting);
    const started = bot.start();
    // Faults at the start cost some time.
    await time.pass(600_000);
    expect((await started).ok).toBe(true);
    return { bot, log };
  };
  let { bot, log } = await live();
  const errors: object[] = [];
  const asked: string[] = [];
  let heapOfMonday = 0;

  for (let hour = 0; hour < 7 * 24; hour++) {
    const burst = hour % 50 === 20 ? 12 : Math.floor(random() * 4);
    for (let each = 0; each < burst; each++) {
      const { status } = model.mention({
        from: `u${asked.length}@far.example`,
        text: `s${asked.length}.example`,
      });
      asked.push(status.id);
    }
    // The stream's events come through a real socket.
    time.expect(5);
    for (let each = 0; each < 3; each++) disturb(model, time, random);
    if (hour % 5 === 0) model.cutStreams(hour % 10 === 0 ? 1001 : undefined);
    if (hour % 24 === 11) {
      bot.publish({
        week: isoWeek(new Date(time.now()).toISOString()),
        scanId: hour,
        text: 'The week.',
        language: 'en',
        alt: 'Chart',
        png: Buffer.from('89504e47', 'hex'),
        second: 'Who moved.',
      });
    }
    if (hour % 40 === 30) {
      await model.down();
      await time.pass(4 * HOUR);
      await model.up();
      hour += 4;
    }
    if (hour % 24 === 23) {
      await bot.stop();
      errors.push(...log.lines.filter(({ level }) => level === 'error'));
      ({ bot, log } = await live());
      // The model keeps every request; only the bot's memory is to be measured.
      (model.requests as unknown[]).length = 0;
      if (hour < 48) heapOfMonday = heapAfterCollection();
    }
    await time.pass(HOUR);
  }
  model.clearFaults();
  await time.pass(2 * HOUR);
  await bot.stop();
  errors.push(...log.lines.filter(({ level }) => level === 'error'));
  const growth = heapAfterCollection() - heapOfMonday;

  const [weekly, ...more] = model.posts().filter(({ inReplyToId }) => inReplyToId === null);
  const second = model.posts().filter(({ text }) => text === 'Who moved.');
  const answered = model
    .replies()
    .filter((post) => !second.includes(post))
    .map(({ inReplyToId }) => inReplyToId);
  expect(asked.length).toBeGreaterThan(200);
  expect(answered.toSorted()).toEqual(asked.toSorted());
  expect(more).toEqual([]);
  expect(second.map(({ inReplyToId, visibility }) => [inReplyToId, visibility])).toEqual([
    [weekly?.id, 'unlisted'],
  ]);
  expect(errors).toEqual([]);
  expect(unhandled).toEqual([]);
  expect(growth).toBeLessThan(30_000_000);
});
