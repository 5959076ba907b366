import { describe, expect, it } from 'vitest';
import { until } from '../kit/until.ts';
import type { Fault, FaultAction } from '../model-internet/mastodon/faults.ts';
import { PASSING, REFUSED_BUT_MADE } from './faults.ts';
import { startBoth, WEEKLY } from './house.ts';

/**
 * Each fault at each endpoint, once and five times, on servers with and without Idempotency-Key. In the end
 * the asker has one answer and the week one post. Faults that only a person can solve (a post that is refused
 * permanently) are not included.
 */

const POST = 'POST /api/v1/statuses';
const READ = 'GET /api/v1/notifications';
const MEDIA = 'POST /api/v2/media';
const LIST = 'GET /api/v1/accounts/*/statuses';
const CONTEXT = 'GET /api/v1/statuses/*/context';

type Commit = NonNullable<Fault['commit']>;
const DONE = (commit: Commit) => (commit === 'yes' ? 'done' : commit === 'no' ? 'not done' : 'done later');

interface Cell {
  readonly name: string;
  readonly fault: Fault;
  /** Whether the server honours Idempotency-Key. */
  readonly flavour: 'mastodon' | 'gotosocial';
}

const cells: readonly Cell[] = (['mastodon', 'gotosocial'] as const).flatMap((flavour) =>
  [1, 5].flatMap((count) => {
    const cell = (route: string, action: FaultAction, commit: Commit): Cell => ({
      name: `${flavour}: ${route} ${JSON.stringify(action)} x ${count}, ${DONE(commit)}`,
      fault: { route, action, count, commit },
      flavour,
    });
    return [
      ...PASSING.flatMap((action) => [
        cell(POST, action, 'no'),
        cell(POST, action, 'yes'),
        // A proxy answers by itself, but holds the request and delivers it later.
        cell(POST, action, { lateMs: 40 }),
      ]),
      ...REFUSED_BUT_MADE.map((action) => cell(POST, action, 'yes')),
      ...[READ, MEDIA, LIST, CONTEXT].flatMap((route) => PASSING.map((action) => cell(route, action, 'no'))),
    ];
  }),
);

async function run({ name, fault, flavour }: Cell): Promise<void> {
  const closing: (() => Promise<void>)[] = [];
  try {
    const { model, house } = await startBoth(closing, { flavour }, 300);
    const pace = {
      streamFirstMs: 20,
      streamLongestMs: 200,
      heartbeatMs: 1000,
      pollMs: 60,
      settleMs: 60,
      requestMs: 300,
      retryFirstMs: 10,
      retryLongestMs: 60,
      verifyMs: 20,
    };
    const { bot } = house.bot({ pace });
    await bot.start();
    model.fault(fault);
    const { status } = model.mention({ from: 'ann@far.example', text: 'social.example' });
    bot.publish(WEEKLY);
    const replies = () => model.posts().filter((post) => post.inReplyToId === status.id).length;
    const weekly = () =>
      model.posts().filter((post) => post.inReplyToId === null && post.id !== status.id).length;
    const sent = () => house.store.outbox.list('sent').length;
    await until(() => sent() >= 2, name, 180_000);
    // Posting twice would show within this time.
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect([replies(), weekly()], name).toEqual([1, 1]);
  } finally {
    for (const close of closing.reverse()) await close();
  }
}

describe(`faults of a home server, ${cells.length} cells`, () => {
  it('neither lose nor double a reply or the weekly post', async () => {
    const queue = cells.values();
    const worker = async () => {
      for (const cell of queue) await run(cell);
    };
    await Promise.all(Array.from({ length: 16 }, worker));
  }, 400_000);
});
