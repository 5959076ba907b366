import { afterEach, describe, expect, it } from 'vitest';
import { answer, attribution, found } from '../../kit/answers.ts';
import { until } from '../../kit/until.ts';
import type { MastodonOptions, ModelMastodon } from '../../model-internet/mastodon/mastodon.ts';
import type { NewMention } from '../../model-internet/mastodon/people.ts';
import { addScan, type House, startBoth } from '../house.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

interface Scene {
  readonly model: ModelMastodon;
  readonly house: House;
  /** Mentions the bot and waits for its reply. */
  ask(mention: NewMention): Promise<ReturnType<ModelMastodon['replies']>[number]>;
  /** Mentions the bot and waits until that is read. */
  tell(mention: NewMention): Promise<ReturnType<ModelMastodon['mention']>['status']>;
}

async function setUp(
  options: MastodonOptions = {},
  setting: Parameters<House['bot']>[0] = {},
): Promise<Scene> {
  const { model, house } = await startBoth(closing, options);
  const { bot } = house.bot(setting);
  await bot.start();
  const mentions = house.store.mentions({ server: model.url, accountId: model.bot.id });
  return {
    model,
    house,
    ask(mention) {
      const { status } = model.mention(mention);
      return model.waitForPost((post) => post.inReplyToId === status.id);
    },
    async tell(mention) {
      const { status } = model.mention(mention);
      await until(() => mentions.seen(status.id), `${mention.text} is read`);
      return status;
    },
  };
}

const ANN = 'ann@far.example';
const OVH = { id: 'ovh', name: 'OVHcloud', country: 'FR' };
const CLOUDFLARE = { id: 'cloudflare', name: 'Cloudflare', country: 'US' };
const at = (city: string, country: string, lat: number) =>
  ({ city, country, lat, lon: 10, accuracy: 'city' }) as const;

function addScans({ store }: House): void {
  addScan(
    store,
    [
      found('a.example', { hoster: OVH, address: '198.51.100.1', location: at('Gravelines', 'FR', 50.9) }),
      found('b.example', { address: '203.0.113.2' }),
    ],
    '2026-10-03T03:00:00.000Z',
  );
  addScan(
    store,
    [
      found('a.example', { address: '203.0.113.1', location: at('Helsinki', 'FI', 60.2) }),
      found('b.example', { address: '203.0.113.2' }),
      found('c.example', {
        hoster: null,
        front: CLOUDFLARE,
        kind: 'cdn',
        location: null,
        address: '192.0.2.3',
      }),
      found('d.example', { hoster: OVH, address: '198.51.100.4', location: at('Gravelines', 'FR', 50.9) }),
    ],
    '2026-11-14T03:00:00.000Z',
  );
}

describe('words', () => {
  it('top, north and history are answered from the scans', async () => {
    const { house, ask } = await setUp();
    addScans(house);
    expect((await ask({ from: ANN, text: 'top' })).text).toBe(
      '@ann@far.example The largest hosters of fediverse servers:\n1. Hetzner: 50%\n2. OVHcloud: 25%\n\n' +
        '25% are behind CDNs, which hide the hoster. Counted among 4 fediverse servers that answered on 14 Nov 2026.',
    );
    expect((await ask({ from: ANN, text: 'north' })).text).toBe(
      '@ann@far.example The northernmost of 3 fediverse servers whose place is known is a.example, at 60.2° north, in Helsinki, Finland, hosted by Hetzner. ' +
        'That is what IP databases say, and they err now and then. Measured on 14 Nov 2026.',
    );
    expect((await ask({ from: ANN, text: 'history a.example' })).text).toBe(
      '@ann@far.example a.example has been with Hetzner since 14 Nov 2026.\n' +
        'Before that with OVHcloud, on 3 Oct 2026.',
    );
    expect((await ask({ from: ANN, text: 'history b.example', language: 'de' })).text).toBe(
      '@ann@far.example b.example liegt seit 03.10.2026 bei Hetzner (zuletzt gesehen am 14.11.2026).\nEinen Hoster davor kenne ich nicht.',
    );
  });

  it('says so if there is no scan, and looks if there is no history', async () => {
    const { ask } = await setUp();
    expect((await ask({ from: ANN, text: 'top xmpp' })).text).toContain('no figures on XMPP servers yet');
    expect((await ask({ from: ANN, text: 'north' })).text).toContain('no figures on fediverse servers yet');
    expect((await ask({ from: ANN, text: 'history new.example' })).text).toMatch(
      /new\.example is in none of my scans, .*\n\nnew\.example is hosted by Hetzner/s,
    );
  });

  it('compares two, even if the answer is unknown', async () => {
    const hosters = { 'a.example': attribution(), 'b.example': attribution({ hoster: OVH }) };
    const { ask } = await setUp(
      {},
      {
        lookup: async (domain) =>
          answer(
            domain,
            {},
            {
              attribution:
                domain === 'c.example'
                  ? attribution({ hoster: null, front: CLOUDFLARE, kind: 'cdn' })
                  : (hosters[domain as 'a.example'] ?? attribution()),
            },
          ),
      },
    );
    const compare = async (text: string) => (await ask({ from: ANN, text })).text;
    expect(await compare('compare a.example d.example')).toMatch(
      /^@ann@far\.example Both are with Hetzner\.\n\n/,
    );
    expect(await compare('a.example vs b.example')).toMatch(/ They are with different companies\.\n\n/);
    expect(await compare('compare a.example c.example')).toMatch(/ cannot be seen from outside\.\n\n/);
  });

  it('looks in the network that is named', async () => {
    const asked: string[] = [];
    const { ask } = await setUp(
      {},
      {
        lookup: async (domain, network) => {
          asked.push(`${network}:${domain}`);
          return answer(domain, { network });
        },
      },
    );
    await ask({ from: ANN, text: 'xmpp jabber.example' });
    const matrix = await ask({ from: ANN, text: 'matrix server.example' });
    expect(asked).toEqual(['xmpp:jabber.example', 'matrix:server.example']);
    expect(matrix.text).toContain('12,098 Matrix servers that answered');
  });

  it('answers in the language of the mention, else in its own', async () => {
    const { ask } = await setUp({}, { language: 'de' });
    const said = async (language: string | null, from: string) =>
      (await ask({ from, text: 'a.example', language })).text.split('\n')[0];
    expect(await said('en', 'a@far.example')).toContain('is hosted by Hetzner, in Nuremberg, Germany.');
    expect(await said('fr-CA', 'b@far.example')).toContain('est hébergé par Hetzner (Nuremberg, Allemagne).');
    expect(await said('es', 'c@far.example')).toContain('está alojado en Hetzner (Núremberg, Alemania).');
    expect(await said('ja', 'd@far.example')).toContain(
      'は Hetzner にホストされています(ドイツ、ニュルンベルク)。',
    );
    expect(await said('tlh', 'e@far.example')).toContain('liegt bei Hetzner (Nürnberg, Deutschland).');
    expect(await said(null, 'f@far.example')).toContain('liegt bei Hetzner');
  });
});

describe('wishes', () => {
  it('stop: the reply is removed, and the bot stays silent in threads, until they ask again', async () => {
    const { model, house, ask, tell } = await setUp();
    const reply = await ask({ from: ANN, text: 'a.example' });
    await until(() => house.store.outbox.byStatus(reply.id) !== null, 'the reply is noted');
    await tell({ from: ANN, text: 'stop', inReplyToId: reply.id });
    await until(() => model.replies().length === 0, 'the reply is gone');
    await tell({ from: ANN, text: 'but b.example is nice', inReplyToId: reply.inReplyToId ?? '' });
    expect(model.replies()).toEqual([]);
    const again = await ask({ from: ANN, text: 'c.example' });
    await ask({ from: ANN, text: 'd.example', inReplyToId: again.id });
    expect(model.replies()).toHaveLength(2);
  });

  it('delete: the reply is removed, for the person that it answered', async () => {
    const { model, house, ask, tell } = await setUp();
    const reply = await ask({ from: ANN, text: 'a.example' });
    await until(() => house.store.outbox.byStatus(reply.id) !== null, 'the reply is noted');
    await tell({ from: 'eve@evil.example', text: 'delete', inReplyToId: reply.id });
    const { status } = model.mention({ from: 'bob@far.example', text: 'b.example' });
    await model.waitForPost((post) => post.inReplyToId === status.id);
    expect(model.replies()).toHaveLength(2);
    await tell({ from: ANN, text: 'Delete this, please', inReplyToId: reply.id });
    await until(() => model.replies().length === 1, 'the reply is gone');
    expect(model.replies()[0]?.inReplyToId).toBe(status.id);
    await tell({ from: ANN, text: 'thank you', inReplyToId: status.id });
    const deletions = model.requests.filter(({ method }) => method === 'DELETE');
    expect(deletions.map(({ status: code }) => code)).toEqual([200]);
    await ask({ from: ANN, text: 'c.example' });
  });

  it.each([
    ['an HTML page with 502', { kind: 'html', status: 502 }],
    ['a cut connection', { kind: 'close' }],
  ] as const)('delete is tried again after %s', async (_what, action) => {
    const { model, house, ask, tell } = await setUp();
    const reply = await ask({ from: ANN, text: 'a.example' });
    await until(() => house.store.outbox.byStatus(reply.id) !== null, 'the reply is noted');
    model.fault({ route: 'DELETE /api/v1/statuses/*', action, commit: 'yes' });
    await tell({ from: ANN, text: 'delete', inReplyToId: reply.id });
    await until(() => house.store.outbox.list('sent').length === 2, 'the wish is done');
    expect(model.replies()).toEqual([]);
  });
});

describe('manners', () => {
  it('help is sent once in a thread', async () => {
    const { model, ask, tell } = await setUp();
    const help = await ask({ from: ANN, text: 'help' });
    await tell({ from: 'bob@far.example', text: 'help', inReplyToId: help.id });
    await ask({ from: 'bob@far.example', text: 'help' });
    expect(model.replies()).toHaveLength(2);
  });

  it('a number of answers per hour, then one polite note to each person without one', async () => {
    const { model, tell } = await setUp({}, { manners: { mostInAll: 4, forNewcomers: 2 } });
    for (let index = 0; index < 6; index++)
      await tell({ from: `u${index}@s${index}.example`, text: 'a.example' });
    await until(() => model.replies().length === 6, 'four answers and two polite words');
    // Neither those who got an answer nor those who were notified are notified again.
    for (const index of [0, 5]) await tell({ from: `u${index}@s${index}.example`, text: 'b.example' });
    const { status } = model.mention({ from: ANN, text: 'a.example' });
    await model.waitForPost((post) => post.inReplyToId === status.id);
    expect(model.replies()).toHaveLength(7);
    expect(model.replies().filter(({ text }) => text.includes('have to pause'))).toHaveLength(3);
  });

  it('a few people cannot use up the reserve for newcomers', async () => {
    const { model, tell } = await setUp(
      {},
      { manners: { mostInAll: 12, forNewcomers: 4, mostPerHost: 100 } },
    );
    for (let round = 0; round < 5; round++) {
      for (let index = 0; index < 6; index++)
        await tell({ from: `u${index}@s${index}.example`, text: 'a.example' });
    }
    const newcomers = [1, 2, 3, 4].map((index) =>
      model.mention({ from: `new${index}@n${index}.example`, text: 'a.example' }),
    );
    for (const { status } of newcomers) {
      const reply = await model.waitForPost((post) => post.inReplyToId === status.id);
      expect(reply.text).toContain('a.example');
    }
    expect(model.replies()).toHaveLength(12);
  });

  it('accounts of one server share a budget', async () => {
    const { model, tell } = await setUp({}, { manners: { mostPerHost: 3 } });
    for (let index = 0; index < 6; index++)
      await tell({ from: `u${index}@flood.example`, text: 'a.example' });
    const { status } = model.mention({ from: 'ann@calm.example', text: 'a.example' });
    await model.waitForPost((post) => post.inReplyToId === status.id);
    const answered = model.replies().filter(({ text }) => !text.includes('have to pause'));
    expect(answered).toHaveLength(4);
  });

  it('people who want no bots get an answer only when they ask', async () => {
    const { model, ask, tell } = await setUp();
    const note =
      '<p>Hi <a href="https://far.example/tags/nobot" class="mention hashtag">#<span>nobot</span></a></p>';
    model.addAccount({ acct: 'shy@far.example', note });
    model.addAccount({ acct: 'quiet@far.example', fields: [{ name: 'Bots', value: '#NoBots please' }] });
    model.addAccount({ acct: 'loud@far.example', note: '<p>#nobotany</p>' });
    for (const name of ['shy', 'quiet']) {
      await tell({ from: `${name}@far.example`, text: 'hello there' });
      await ask({ from: `${name}@far.example`, text: 'a.example' });
    }
    await ask({ from: 'shy@far.example', text: '203.0.113.9' });
    await ask({ from: 'loud@far.example', text: 'hello there' });
    expect(model.replies()).toHaveLength(4);
  });

  it('two such bots facing each other stop after one reply', async () => {
    const { model, ask, tell } = await setUp();
    // The other bot is not flagged, has our limits, and answers us with what we would say.
    let parent = await ask({ from: 'twin@far.example', text: 'a.example' });
    for (const text of ['a.example', 'help', 'nothing at all']) {
      const other = await ask({ from: `other-${text.length}@far.example`, text });
      await tell({
        from: 'twin@far.example',
        text: other.text.replace(/^@\S+ /, ''),
        inReplyToId: parent.id,
      });
      parent = other;
    }
    expect(model.replies().filter(({ text }) => text.startsWith('@twin'))).toHaveLength(1);
  });

  it.each([
    ['nothing was found', { status: null }],
    ['its admin wants no look', { status: null, isOptedOut: true }],
  ])('also where %s', async (_why, change) => {
    for (const language of ['en', 'de', 'fr', 'es', 'ja']) {
      const { house, ask, tell } = await setUp({}, { lookup: async (domain) => answer(domain, change) });
      const reply = await ask({ from: 'twin@far.example', text: 'bücher.example', language });
      const echo = reply.text.replace(/^@\S+ /, '');
      await tell({ from: 'twin@far.example', text: echo, inReplyToId: reply.id, language });
      const { outbox } = house.store;
      const rows = (['pending', 'sending', 'sent'] as const).flatMap((state) => outbox.list(state));
      expect([language, rows.length]).toEqual([language, 1]);
    }
  });

  it('boosts and edits are not mentions', async () => {
    const { model, tell } = await setUp();
    const status = await tell({ from: ANN, text: 'a.example' });
    model.notify('reblog', 'bob@far.example', status);
    model.edit(status, { text: '@whohosts b.example' });
    await tell({ from: 'zoe@far.example', text: 'c.example' });
    await until(() => model.replies().length === 2, 'two replies');
    expect(model.replies()).toHaveLength(2);
  });
});
