import { describe, expect, it } from 'vitest';
import { modelServers, type Started } from './clients.ts';
import { compareIds, createIds, type Flavour } from './flavours.ts';

const start = modelServers();

function talk({ server }: Started, mentions: number): void {
  for (let index = 0; index < mentions; index += 1) {
    server.mention({ from: `p${index}@far.example`, text: `n${index}` });
  }
}

/** What the page holds, by the words of the mentions. */
async function page(started: Started, query: string) {
  const answer = await started.ask(`/api/v1/notifications?${query}`);
  const body = (await answer.json()) as { id: string; type: string; status?: { content: string } }[];
  const names = body.map(({ status }) => /n\d+/.exec(status?.content ?? '')?.[0] ?? '');
  return {
    names,
    ids: body.map(({ id }) => id),
    types: body.map(({ type }) => type),
    link: answer.headers.get('link'),
  };
}

describe('ids', () => {
  it.each<Flavour>(['mastodon', 'gotosocial', 'snac', 'hollo'])(
    'of %s grow, even when the clock stands or goes back',
    (flavour) => {
      let now = 1_750_000_000_000;
      const next = createIds(flavour, () => now--);
      const ids = Array.from({ length: 300 }, next);
      expect(ids.toSorted(compareIds)).toEqual(ids);
      expect(new Set(ids).size).toBe(300);
    },
  );

  it('have the shape of each software', () => {
    const shape = (flavour: Flavour) => createIds(flavour, () => 1_750_000_000_000)();
    expect(shape('mastodon')).toMatch(/^1146\d{14}$/);
    expect(shape('gotosocial')).toMatch(/^01[0-9A-HJKMNP-TV-Z]{24}$/);
    expect(shape('snac')).toMatch(/^1750000000\d{6}$/);
    expect(shape('hollo')).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
  });
});

describe('paging', () => {
  it('goes on from min_id without a gap, and from since_id with one', async () => {
    const started = await start();
    talk(started, 7);
    const all = await page(started, '');
    expect(all.names).toEqual(['n6', 'n5', 'n4', 'n3', 'n2', 'n1', 'n0']);
    const second = all.ids[5];
    expect((await page(started, `min_id=${second}&limit=2`)).names).toEqual(['n3', 'n2']);
    expect((await page(started, `since_id=${second}&limit=2`)).names).toEqual(['n6', 'n5']);
    expect((await page(started, `max_id=${second}&limit=2`)).names).toEqual(['n0']);
    expect((await page(started, 'min_id=0&limit=1')).names).toEqual(['n0']);
  });

  it('numbers grow a digit under way, and are compared as numbers', async () => {
    const started = await start();
    talk(started, 8);
    const { ids } = await page(started, '');
    expect(ids.map((id) => id.length)).toEqual([3, 3, 3, 3, 3, 2, 2, 2]);
    expect((await page(started, 'min_id=99')).names).toHaveLength(5);
  });

  it('links to the next and the previous page with the filters kept', async () => {
    const started = await start();
    talk(started, 3);
    const { link, ids } = await page(started, 'limit=2&types[]=mention');
    expect(link).toContain(`max_id=${ids[1]}>; rel="next"`);
    expect(link).toContain(`min_id=${ids[0]}>; rel="prev"`);
    expect(decodeURIComponent(link ?? '')).toContain('types[]=mention');
    expect((await page(started, `min_id=${ids[0]}`)).link).toBeNull();
  });

  it('holds 40 by default and 80 at most', async () => {
    const started = await start();
    talk(started, 90);
    expect((await page(started, '')).ids).toHaveLength(40);
    expect((await page(started, 'limit=500')).ids).toHaveLength(80);
    let seen = 0;
    for await (const batch of started.client.v1.notifications.list({ limit: 30 })) seen += batch.length;
    expect(seen).toBe(90);
  });

  it('is newest first without links on snac, and one long without a limit', async () => {
    const started = await start({ flavour: 'snac' });
    talk(started, 5);
    expect((await page(started, '')).names).toEqual(['n4']);
    const { ids, link } = await page(started, 'limit=9');
    expect(link).toBeNull();
    expect((await page(started, `min_id=${ids[4]}&limit=2`)).names).toEqual(['n4', 'n3']);
    expect((await page(started, `since_id=${ids[0]}&limit=2`)).names).toEqual(['n4', 'n3']);
  });
});

describe('filters', () => {
  it('by type and by account', async () => {
    const started = await start();
    talk(started, 2);
    started.server.notify('follow', 'p0@far.example');
    expect((await page(started, 'types[]=mention')).types).toEqual(['mention', 'mention']);
    expect((await page(started, 'exclude_types[]=mention')).types).toEqual(['follow']);
    const list = await started.client.v1.notifications.fetch({ types: ['follow'] });
    expect(list[0]?.account.acct).toBe('p0@far.example');
    const who = list[0]?.account.id ?? '';
    expect((await page(started, `account_id=${who}`)).types).toEqual(['follow', 'mention']);
  });

  it('private mentions of strangers until the policy lets them in', async () => {
    const started = await start();
    const { server, client } = started;
    const tell = (text: string, inReplyToId: string | null = null) =>
      server.mention({ from: 'alice@far.example', text, visibility: 'direct', inReplyToId });
    tell('n1');
    const own = await client.v1.statuses.create({ status: 'x' });
    tell('n2', own.id);
    expect((await page(started, '')).names).toEqual(['n2']);
    expect((await page(started, 'include_filtered=true')).names).toEqual(['n2', 'n1']);
    const before = await client.v2.notifications.policy.fetch();
    expect(before).toMatchObject({ forPrivateMentions: 'filter', summary: { pendingNotificationsCount: 1 } });
    const after = await client.v2.notifications.policy.update({ forPrivateMentions: 'accept' });
    expect(after).toMatchObject({ forPrivateMentions: 'accept', forNotFollowing: 'accept' });
    tell('n3');
    expect((await page(started, '')).names).toEqual(['n3', 'n2']);
    server.follow('bob@far.example');
    await client.v2.notifications.policy.update({ forPrivateMentions: 'drop' });
    tell('n4');
    server.mention({ from: 'bob@far.example', text: 'n5', visibility: 'direct' });
    expect((await page(started, 'include_filtered=true')).names).toEqual(['n5', 'n3', 'n2', 'n1']);
  });

  it.each<Flavour>(['gotosocial', 'snac', 'hollo'])('are no policy on %s', async (flavour) => {
    const { server, ask } = await start({ flavour });
    expect((await ask('/api/v2/notifications/policy')).status).toBe(404);
    expect(
      server.mention({ from: 'a@far.example', text: 'x', visibility: 'direct' }).notification?.filtered,
    ).toBe(false);
  });
});

describe('mentions', () => {
  it('arrive as other software writes them, from people who are bots or not', async () => {
    const { server, client } = await start({ username: 'bot' });
    server.addAccount({ acct: 'robot@far.example', bot: true, note: '<p>beep</p>' });
    server.mention({ from: 'robot@far.example', text: 'x.example', spoilerText: 'cw', language: 'ja' });
    server.mention({
      from: 'sharkey@far.example',
      html: '<p><a href="https://home.example/@bot">@bot</a> y</p>',
    });
    const [second, first] = await client.v1.notifications.fetch();
    expect(first?.account).toMatchObject({ acct: 'robot@far.example', bot: true, note: '<p>beep</p>' });
    expect(first?.status).toMatchObject({ spoilerText: 'cw', language: 'ja', mentions: [{ acct: 'bot' }] });
    expect(second?.status?.content).toBe('<p><a href="https://home.example/@bot">@bot</a> y</p>');
  });

  it('come anew by an edit only where there was none, and go with their post', async () => {
    const { server, client } = await start({ username: 'bot' });
    server.addAccount({ acct: 'other', token: 'other-token' });
    const { status, notification } = server.mention({ from: 'alice@far.example', text: '@other hello' });
    expect(notification).toBeNull();
    server.edit(status, { text: '@bot mastodon.social' });
    server.edit(status, { text: '@bot mastodon.online' });
    const list = await client.v1.notifications.fetch();
    expect(list).toHaveLength(1);
    expect(list[0]?.status?.content).toContain('mastodon.online');
    expect(list[0]?.status?.editedAt).toMatch(/Z$/);
    server.remove(status);
    expect(await client.v1.notifications.fetch()).toEqual([]);
  });

  it('reach another account of the same server that the bot mentions', async () => {
    const { server, client } = await start();
    server.addAccount({ acct: 'other', bot: true, token: 'other-token' });
    await client.v1.statuses.create({ status: '@other hello' });
    const answer = await fetch(`${server.url}/api/v1/notifications?access_token=other-token`);
    expect(await answer.json()).toMatchObject([{ type: 'mention', account: { acct: 'whohosts' } }]);
  });

  it('tell no account ids on snac', async () => {
    const { server, client } = await start({ flavour: 'snac' });
    server.mention({ from: 'alice@far.example', text: 'x', software: 'snac' });
    const [only] = await client.v1.notifications.fetch();
    expect(only?.status?.mentions.map(({ id }) => id)).toEqual(['0']);
  });
});
