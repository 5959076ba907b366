import { describe, expect, it } from 'vitest';
import { modelServers } from './clients.ts';
import type { Flavour } from './flavours.ts';

const start = modelServers();
const withKey = (key: string) => ({ requestInit: { headers: { 'Idempotency-Key': key } } });

describe('posting', () => {
  it('publishes what was said, by JSON and by form', async () => {
    const { server, client, ask } = await start();
    const status = await client.v1.statuses.create({
      status: 'Hi',
      visibility: 'unlisted',
      spoilerText: 'cw',
      language: 'de',
    });
    expect(status).toMatchObject({
      content: '<p>Hi</p>',
      visibility: 'unlisted',
      spoilerText: 'cw',
      language: 'de',
      sensitive: true,
    });
    const body = new URLSearchParams({ status: 'Form', visibility: 'direct' });
    const answer = await ask('/api/v1/statuses', { method: 'POST', body });
    expect(await answer.json()).toMatchObject({ content: '<p>Form</p>', visibility: 'direct' });
    expect(server.posts().map(({ text }) => text)).toEqual(['Hi', 'Form']);
    expect(server.replies()).toEqual([]);
  });

  it.each<[Flavour, number]>([
    ['mastodon', 422],
    ['gotosocial', 400],
    ['hollo', 400],
  ])('%s refuses what is too long or empty', async (flavour, statusCode) => {
    const { client, server } = await start({ flavour, traits: { maxCharacters: 50, charactersPerUrl: 23 } });
    await client.v1.statuses.create({ status: `https://mastodon.social/${'x'.repeat(26)}` });
    await client.v1.statuses.create({ status: 'x'.repeat(50) });
    await expect(client.v1.statuses.create({ status: 'x'.repeat(51) })).rejects.toMatchObject({ statusCode });
    await expect(
      client.v1.statuses.create({ status: 'x'.repeat(49), spoilerText: 'xx' }),
    ).rejects.toMatchObject({ statusCode });
    await expect(client.v1.statuses.create({ status: ' ' })).rejects.toMatchObject({ statusCode });
    expect(server.posts()).toHaveLength(2);
  });

  it('refuses broken JSON and unknown visibility', async () => {
    const { ask } = await start();
    const headers = { 'content-type': 'application/json' };
    const broken = await ask('/api/v1/statuses', { method: 'POST', headers, body: '{"status":' });
    expect(broken.status).toBe(400);
    const odd = await ask('/api/v1/statuses', {
      method: 'POST',
      headers,
      body: '{"status":"a","visibility":"secret"}',
    });
    expect(odd.status).toBe(422);
  });

  it('refuses a language that is none only on GoToSocial', async () => {
    const mastodon = await start();
    const gotosocial = await start({ flavour: 'gotosocial' });
    const draft = { status: 'a', language: 'not a language' };
    expect((await mastodon.client.v1.statuses.create(draft)).content).toBe('<p>a</p>');
    await expect(gotosocial.client.v1.statuses.create(draft)).rejects.toMatchObject({ statusCode: 400 });
  });
});

describe('Idempotency-Key', () => {
  it('gives the first status again for an hour', async () => {
    let now = Date.now();
    const { server, client } = await start({ now: () => now });
    const first = await client.v1.statuses.create({ status: 'once' }, withKey('a'));
    expect((await client.v1.statuses.create({ status: 'once' }, withKey('a'))).id).toBe(first.id);
    expect((await client.v1.statuses.create({ status: 'once' }, withKey('b'))).id).not.toBe(first.id);
    now += 3_600_001;
    expect((await client.v1.statuses.create({ status: 'once' }, withKey('a'))).id).not.toBe(first.id);
    expect(server.posts().map(({ idempotencyKey }) => idempotencyKey)).toEqual(['a', 'b', 'a']);
  });

  it.each<[Flavour, number]>([
    ['gotosocial', 2],
    ['snac', 2],
    ['hollo', 1],
  ])('%s makes %i posts of two requests', async (flavour, posts) => {
    const { server, client } = await start({ flavour });
    await client.v1.statuses.create({ status: 'a' }, withKey('k'));
    await client.v1.statuses.create({ status: 'a' }, withKey('k'));
    expect(server.posts()).toHaveLength(posts);
  });

  it('may answer 500 to the second request', async () => {
    const { server, client } = await start({ traits: { idempotency: 'broken' } });
    await client.v1.statuses.create({ status: 'a' }, withKey('k'));
    await expect(client.v1.statuses.create({ status: 'a' }, withKey('k'))).rejects.toMatchObject({
      statusCode: 500,
    });
    expect(server.posts()).toHaveLength(1);
  });
});

describe('replies', () => {
  it('hang in the thread', async () => {
    const { server, client } = await start();
    const { status } = server.mention({
      from: 'alice@far.example',
      text: 'mastodon.social',
      visibility: 'unlisted',
    });
    const reply = await client.v1.statuses.create({
      status: '@alice@far.example Hetzner',
      inReplyToId: status.id,
    });
    expect(reply).toMatchObject({ inReplyToId: status.id, inReplyToAccountId: status.account.id });
    expect(reply.mentions.map(({ acct }) => acct)).toEqual(['alice@far.example']);
    expect(server.replies().map(({ id }) => id)).toEqual([reply.id]);
    const below = await client.v1.statuses.$select(status.id).context.fetch();
    expect(below).toMatchObject({ ancestors: [], descendants: [{ id: reply.id }] });
    const above = await client.v1.statuses.$select(reply.id).context.fetch();
    expect(above).toMatchObject({ ancestors: [{ id: status.id }], descendants: [] });
    expect((await client.v1.statuses.$select(status.id).fetch()).repliesCount).toBe(1);
  });

  it('to what is deleted, hidden or by somebody who blocks the bot are 404', async () => {
    const { server, client } = await start();
    const reply = (inReplyToId: string) => client.v1.statuses.create({ status: 'x', inReplyToId });
    const gone = server.mention({ from: 'alice@far.example', text: 'a' }).status;
    server.remove(gone);
    const blocked = server.mention({ from: 'eve@far.example', text: 'b' }).status;
    server.block('eve@far.example');
    await expect(reply(gone.id)).rejects.toMatchObject({ statusCode: 404 });
    await expect(reply(blocked.id)).rejects.toMatchObject({ statusCode: 404 });
    await expect(reply('1')).rejects.toMatchObject({ statusCode: 404 });
    expect(server.posts()).toEqual([]);
  });

  it('mention only those who are allowed', async () => {
    const { server, client } = await start();
    const alice = server.addAccount({ acct: 'alice@far.example' });
    const draft = { allowedMentions: [alice.id] };
    await client.v1.statuses.create({ ...draft, status: '@alice@far.example hi' });
    await expect(
      client.v1.statuses.create({ ...draft, status: '@alice@far.example @bob@other.example hi' }),
    ).rejects.toMatchObject({
      statusCode: 422,
      additionalProperties: { unexpectedAccounts: [{ acct: 'bob@other.example' }] },
    });
    expect(server.posts()).toHaveLength(1);
  });
});

describe('own posts', () => {
  it('are deleted by their author alone', async () => {
    const { server, client } = await start();
    const { status } = server.mention({ from: 'alice@far.example', text: 'a' });
    await expect(client.v1.statuses.$select(status.id).remove()).rejects.toMatchObject({ statusCode: 404 });
    const { id } = await client.v1.statuses.create({ status: 'mine' });
    expect(await client.v1.statuses.$select(id).remove()).toMatchObject({ id, text: 'mine' });
    await expect(client.v1.statuses.$select(id).fetch()).rejects.toMatchObject({ statusCode: 404 });
    expect(server.posts()).toEqual([]);
  });

  it('are listed newest first, page by page', async () => {
    const { server, client } = await start();
    for (let index = 0; index < 5; index += 1) await client.v1.statuses.create({ status: `post ${index}` });
    const seen: string[][] = [];
    for await (const page of client.v1.accounts
      .$select(server.bot.id)
      .statuses.list({ limit: 2, excludeReblogs: true })) {
      seen.push(page.map(({ content }) => content.replace(/<.*?>/g, '')));
    }
    expect(seen).toEqual([['post 4', 'post 3'], ['post 2', 'post 1'], ['post 0']]);
  });
});
