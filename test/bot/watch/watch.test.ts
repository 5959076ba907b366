import { afterEach, describe, expect, it } from 'vitest';
import { tellWatchers } from '../../../src/bot/watch/tell-watchers.ts';
import { found } from '../../kit/answers.ts';
import { domain } from '../../kit/domain.ts';
import { until } from '../../kit/until.ts';
import { addScan, type House, startBoth } from '../house.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const OVH = { id: 'ovh', name: 'OVHcloud', country: 'FR' };
const ATTACK = { id: 'bad', name: '@victim@third.example #ad https://evil.example', country: 'FR' };
const [FIRST, SECOND, THIRD] = ['2026-11-01', '2026-11-08', '2026-11-15'].map(
  (day) => `${day}T03:00:00.000Z`,
);

function tell(house: House, origin: string, accountId: string, now = new Date()): number {
  const { store } = house;
  return tellWatchers({
    watches: store.watches({ server: origin, accountId }),
    outbox: store.outbox,
    lastSeen: ({ network, domain: name }) => store.history.server(network, name),
    together: store.together,
    homeServer: { origin },
    now,
  });
}

describe('a watch', () => {
  it('notifies the asker once, directly, when the server moves, and never in public', async () => {
    const { model, house } = await startBoth(closing);
    addScan(house.store, [found('a.example', { address: '192.0.2.1' })], FIRST ?? '');
    const { bot } = house.bot();
    await bot.start();
    const { status } = model.mention({ from: 'ann@far.example', text: '@whohosts watch a.example' });
    const promise = await model.waitForPost(({ inReplyToId }) => inReplyToId === status.id);
    expect(promise.text).toContain('when a.example moves to another hoster');
    const watches = () => house.store.watches({ server: new URL(model.url).origin, accountId: model.bot.id });
    expect(watches().all()).toHaveLength(1);
    await bot.stop();

    addScan(house.store, [found('a.example', { address: '192.0.2.1' })], SECOND ?? '');
    expect(tell(house, new URL(model.url).origin, model.bot.id)).toBe(0);
    addScan(house.store, [found('a.example', { hoster: OVH, address: '192.0.2.9' })], THIRD ?? '');
    const again = house.bot();
    await again.bot.start();
    const direct = () => model.posts().filter(({ visibility }) => visibility === 'direct');
    await until(() => direct().length > 0, 'the message');
    expect(direct()).toHaveLength(1);
    expect(direct()[0]?.text).toContain(
      'a.example has moved. It was with Hetzner; the scan of 15 Nov 2026 found it with OVHcloud.',
    );
    expect(direct()[0]?.text).toMatch(/^@ann@far\.example /);
    expect(watches().all()).toEqual([]);
    expect(tell(house, new URL(model.url).origin, model.bot.id)).toBe(0);
  });

  it('starts in reply to an answer, holds five servers per person, and ends with stop', async () => {
    const { model, house } = await startBoth(closing);
    const { bot } = house.bot({ manners: { mostPerAsker: 20, mostInThread: 20 } });
    await bot.start();
    const ask = async (text: string, inReplyToId?: string) => {
      const { status } = model.mention({
        from: 'ann@far.example',
        text,
        ...(inReplyToId === undefined ? {} : { inReplyToId }),
      });
      return await model.waitForPost((post) => post.inReplyToId === status.id);
    };
    const answer = await ask('@whohosts a.example');
    expect((await ask('@whohosts watch', answer.id)).text).toContain('when a.example moves');
    expect((await ask('@whohosts watch b.example, c.example and d.example')).text).toContain(
      'b.example, c.example or d.example',
    );
    const most = await ask('@whohosts watch e.example f.example');
    expect(most.text).toContain('when e.example moves');
    expect(most.text).toContain('at most 5 servers');
    const watches = house.store.watches({ server: new URL(model.url).origin, accountId: model.bot.id });
    expect(watches.all()).toHaveLength(5);
    model.mention({ from: 'ann@far.example', text: '@whohosts stop' });
    await until(() => watches.all().length === 0, 'the end of all watches');
  });

  it('of a server that was never seen starts when a scan sees it', async () => {
    const { model, house } = await startBoth(closing);
    const origin = new URL(model.url).origin;
    const watches = house.store.watches({ server: origin, accountId: 'bot' });
    const common = { asker: 'ann@far.example', askerId: '1', mentionId: '7', language: 'de' };
    watches.add(
      { ...common, network: 'fediverse', domain: domain('a.example'), company: null },
      5,
      new Date(),
    );
    addScan(house.store, [found('a.example', { address: '192.0.2.1' })], FIRST ?? '');
    expect(tell(house, origin, 'bot')).toBe(0);
    expect(watches.all()[0]?.company).toEqual({ id: 'hetzner', name: 'Hetzner', behind: false });
    // A name that would notify or advertise is cleaned.
    addScan(house.store, [found('a.example', { hoster: ATTACK, address: '192.0.2.9' })], SECOND ?? '');
    expect(tell(house, origin, 'bot')).toBe(1);
    const payload = JSON.stringify(house.store.outbox.get('watch-127.0.0.1-7-fediverse-a.example') ?? '');
    expect(payload).not.toMatch(/@victim@third|https:\/\/evil|#ad/);
  });

  it('of a thousand servers notifies each watcher of the hundred that move once, despite restarts', async () => {
    const { model, house } = await startBoth(closing);
    const origin = new URL(model.url).origin;
    const names = Array.from({ length: 1000 }, (_, at) => `s${at}.example`);
    const watches = house.store.watches({ server: origin, accountId: 'bot' });
    for (const [at, name] of names.entries()) {
      watches.add(
        {
          ...{ asker: `u${at}@far.example`, askerId: String(at), mentionId: `m${at}`, language: 'en' },
          ...{ network: 'fediverse', domain: domain(name) },
          company: { id: 'hetzner', name: 'Hetzner', behind: false },
        },
        5,
        new Date(),
      );
    }
    const moved = (at: number) => at % 10 === 0;
    addScan(
      house.store,
      names.map((name, at) => found(name, { address: '192.0.2.1', ...(moved(at) ? { hoster: OVH } : {}) })),
      FIRST ?? '',
    );
    // A process that ends at any message leaves each message and its watch consistent.
    let told = 0;
    for (let life = 0; life < 20 && watches.all().length > 900; life += 1) {
      let left = 7;
      const { store } = house;
      try {
        tellWatchers({
          watches,
          outbox: store.outbox,
          lastSeen: ({ network, domain: name }) => store.history.server(network, name),
          together: (work) =>
            store.together(() => {
              const done = work();
              if (left-- === 0) throw new Error('killed');
              told += 1;
              return done;
            }),
          homeServer: { origin },
          now: new Date(),
        });
      } catch (error) {
        expect(String(error)).toContain('killed');
      }
    }
    expect(told).toBe(100);
    expect(watches.all()).toHaveLength(900);
    expect(house.store.outbox.list('pending', 1000)).toHaveLength(100);
  });
});
