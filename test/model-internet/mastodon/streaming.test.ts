import { once } from 'node:events';
import { createStreamingAPIClient } from 'masto';
import { describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { modelServers } from './clients.ts';
import { type MastodonOptions, startMastodon } from './mastodon.ts';

const start = modelServers();

interface Message {
  readonly stream: readonly string[];
  readonly event: string;
  readonly payload: string;
}

function open(url: string, query: string, protocol: string[] = [], headers: Record<string, string> = {}) {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/api/v1/streaming${query}`, protocol, {
    headers,
  });
  const messages: Message[] = [];
  socket.on('message', (data) => messages.push(JSON.parse(String(data)) as Message));
  return { socket, messages };
}

async function join(options: MastodonOptions = {}, stream = 'user') {
  const { server, client } = await start(options);
  const opened = open(server.url, `?stream=${stream}`, [server.token], { 'User-Agent': 'test' });
  await once(opened.socket, 'open');
  return { server, client, ...opened };
}

/** The status of a refused upgrade. */
async function refusal(url: string, query: string, protocol: string[] = []) {
  const { socket } = open(url, query, protocol);
  socket.on('error', () => undefined);
  const [, response] = (await once(socket, 'unexpected-response')) as [unknown, { statusCode: number }];
  socket.terminate();
  return response.statusCode;
}

describe('streams', () => {
  it('tell of mentions, posts, edits and deletions', async () => {
    const { server, client, socket, messages } = await join();
    const { status } = server.mention({ from: 'alice@far.example', text: 'mastodon.social' });
    await client.v1.statuses.create({ status: 'a' });
    server.edit(status, { text: '@whohosts mastodon.online' });
    server.remove(status);
    while (messages.length < 4) await once(socket, 'message');
    expect(messages.map(({ event, stream }) => [event, ...stream])).toEqual([
      ['notification', 'user'],
      ['update', 'user'],
      ['status.update', 'user'],
      ['delete', 'user'],
    ]);
    expect(JSON.parse(messages[0]?.payload ?? '')).toMatchObject({
      type: 'mention',
      status: { id: status.id },
    });
    expect(messages[3]?.payload).toBe(status.id);
  });

  it('open by token in the query, and are joined and left by message', async () => {
    const { server } = await start();
    const { socket, messages } = open(server.url, `?access_token=${server.token}`);
    await once(socket, 'open');
    socket.send('no JSON');
    socket.send(JSON.stringify({ type: 'subscribe', stream: 'nonsense' }));
    await once(socket, 'message');
    expect(messages[0]).toMatchObject({ error: 'Unknown stream type' });
    socket.send(JSON.stringify({ type: 'subscribe', stream: 'user:notification' }));
    await server.waitForStream();
    server.mention({ from: 'alice@far.example', text: 'x' });
    await once(socket, 'message');
    expect(messages[1]).toMatchObject({ event: 'notification', stream: ['user:notification'] });
    socket.send(JSON.stringify({ type: 'unsubscribe', stream: 'user:notification' }));
    socket.send(JSON.stringify({ type: 'subscribe', stream: 'user' }));
    socket.ping();
    await once(socket, 'pong');
    server.mention({ from: 'alice@far.example', text: 'y' });
    server.mention({ from: 'alice@far.example', text: 'z' });
    while (messages.length < 4) await once(socket, 'message');
    expect(messages.slice(2).map(({ stream }) => stream)).toEqual([['user'], ['user']]);
    socket.terminate();
  });

  it('are refused without a good token', async () => {
    const { server } = await start();
    expect(await refusal(server.url, '?stream=user')).toBe(401);
    expect(await refusal(server.url, '?stream=user', ['wrong'])).toBe(401);
    expect(await refusal(server.url, '/elsewhere', [server.token])).toBe(404);
  });

  it('are fed to masto', async () => {
    const { server } = await start();
    const client = createStreamingAPIClient({
      streamingApiUrl: server.url.replace('http', 'ws'),
      accessToken: server.token,
    });
    const subscription = client.user.notification.subscribe();
    const first = subscription[Symbol.asyncIterator]().next();
    await server.waitForStream();
    server.mention({ from: 'alice@far.example', text: 'x' });
    expect((await first).value).toMatchObject({
      event: 'notification',
      payload: { account: { acct: 'alice@far.example' } },
    });
    client.close();
  });

  it('keep quiet about what the policy filters', async () => {
    const { server, socket, messages } = await join();
    server.mention({ from: 'alice@far.example', text: 'secret', visibility: 'direct' });
    server.mention({ from: 'alice@far.example', text: 'open' });
    await once(socket, 'message');
    expect(messages).toHaveLength(1);
    expect(messages[0]?.payload).toContain('open');
  });
});

describe('other software', () => {
  it('GoToSocial wants a User-Agent, and has no stream of notifications alone', async () => {
    const { server, socket, messages } = await join({ flavour: 'gotosocial' }, 'user:notification');
    expect(await refusal(server.url, '?stream=user', [server.token])).toBe(418);
    server.mention({ from: 'alice@far.example', text: 'lost' });
    socket.send(JSON.stringify({ type: 'subscribe', stream: 'user' }));
    await server.waitForStream();
    server.mention({ from: 'alice@far.example', text: 'found' });
    await once(socket, 'message');
    expect(messages.map(({ payload }) => payload.includes('found'))).toEqual([true]);
  });

  it('snac and Hollo have none', async () => {
    const snac = await start({ flavour: 'snac' });
    const hollo = await start({ flavour: 'hollo' });
    expect(await refusal(snac.server.url, '?stream=user', [snac.server.token])).toBe(404);
    expect(await refusal(hollo.server.url, '?stream=user', [hollo.server.token])).toBe(404);
    expect((await snac.client.v2.instance.fetch()).configuration.urls).toEqual({});
  });
});

describe('trouble', () => {
  it('cuts streams with and without a word', async () => {
    const first = await join();
    first.server.cutStreams();
    expect((await once(first.socket, 'close'))[0]).toBe(1006);
    const second = await join();
    second.server.cutStreams(1012);
    expect((await once(second.socket, 'close'))[0]).toBe(1012);
  });

  it('leaves streams half-open: nothing is heard, and only the client can end it', async () => {
    const { server, socket, messages } = await join({ pingMs: 20 });
    await once(socket, 'ping');
    socket.ping();
    await once(socket, 'pong');
    server.freezeStreams();
    let heard = 0;
    for (const event of ['pong', 'close', 'message']) socket.on(event, () => (heard += 1));
    socket.ping();
    server.mention({ from: 'alice@far.example', text: 'x' });
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect([heard, messages.length, socket.readyState]).toEqual([0, 0, WebSocket.OPEN]);
    socket.terminate();
  });

  it('drops clients that answer no ping', async () => {
    const { server } = await start({ pingMs: 20 });
    const socket = new WebSocket(
      `${server.url.replace('http', 'ws')}/api/v1/streaming?stream=user`,
      [server.token],
      { autoPong: false },
    );
    expect((await once(socket, 'close'))[0]).toBe(1006);
  });

  it('refuses the upgrade with any page', async () => {
    const { server } = await start();
    server.fault({ route: 'GET /api/v1/streaming', action: { kind: 'html', status: 502 } });
    expect(await refusal(server.url, '?stream=user', [server.token])).toBe(502);
    const { socket } = open(server.url, '?stream=user', [server.token]);
    await once(socket, 'open');
    socket.terminate();
  });

  it('goes with the server, and comes back with it', async () => {
    const { server, socket } = await join();
    const closed = once(socket, 'close');
    await server.down();
    expect((await closed)[0]).toBe(1006);
    await server.up();
    const again = open(server.url, '?stream=user', [server.token]);
    await once(again.socket, 'open');
    await server.waitForStream();
    server.mention({ from: 'alice@far.example', text: 'x' });
    await once(again.socket, 'message');
    expect(again.messages[0]?.event).toBe('notification');
  });

  it('stops at once with streams open', async () => {
    const server = await startMastodon();
    const { socket } = open(server.url, '?stream=user', [server.token]);
    await once(socket, 'open');
    const closed = once(socket, 'close');
    await server.stop();
    expect((await closed)[0]).toBe(1006);
  });
});
