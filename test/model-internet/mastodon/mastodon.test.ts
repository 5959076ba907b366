import { createRestAPIClient, MastoHttpError } from 'masto';
import { describe, expect, it } from 'vitest';
import { modelServers } from './clients.ts';

const start = modelServers();

describe('instance and account', () => {
  it('tells its limits and where it streams', async () => {
    const { server, client } = await start();
    const v2 = await client.v2.instance.fetch();
    expect(v2.configuration.statuses).toMatchObject({ maxCharacters: 500, charactersReservedPerUrl: 23 });
    expect(v2.configuration.mediaAttachments).toMatchObject({ descriptionLimit: 1500 });
    expect(v2.configuration.urls.streaming).toBe(server.url.replace('http', 'ws'));
    const v1 = await client.v1.instance.fetch();
    expect(v1.urls.streamingApi).toBe(server.url.replace('http', 'ws'));
    expect(v1.configuration.statuses.maxCharacters).toBe(500);
  });

  it('knows the account behind a token, and refuses others in JSON', async () => {
    const { server, client } = await start({ username: 'bot' });
    const me = await client.v1.accounts.verifyCredentials();
    expect(me).toMatchObject({ username: 'bot', acct: 'bot', url: 'https://home.example/@bot', bot: false });
    for (const headers of [{}, { authorization: 'Bearer wrong' }]) {
      const answer = await fetch(`${server.url}/api/v1/accounts/verify_credentials`, { headers });
      expect(answer.status).toBe(401);
      expect(await answer.json()).toHaveProperty('error');
    }
  });

  it('changes the profile', async () => {
    const { client } = await start();
    const me = await client.v1.accounts.updateCredentials({
      bot: true,
      note: 'Tells who hosts.\nBy @nobody',
      fieldsAttributes: [
        { name: 'Source', value: 'https://whohosts.example' },
        { name: 'Opt out', value: 'write' },
      ],
    });
    expect(me).toMatchObject({ bot: true, note: '<p>Tells who hosts.<br />By @nobody</p>' });
    // The form encodes a line break as CR LF (HTML, 4.10.21.8), and the server keeps it.
    expect(me.source?.note).toBe('Tells who hosts.\r\nBy @nobody');
    expect(me.fields.map(({ name }) => name)).toEqual(['Source', 'Opt out']);
    await expect(client.v1.accounts.updateCredentials({ note: 'x'.repeat(501) })).rejects.toThrow(
      MastoHttpError,
    );
  });

  it('finds accounts by handle', async () => {
    const { server, client } = await start();
    server.addAccount({ acct: 'alice@far.example', bot: true, note: '<p>#<span>nobot</span></p>' });
    const alice = await client.v1.accounts.lookup({ acct: 'alice@far.example' });
    expect(alice).toMatchObject({ acct: 'alice@far.example', bot: true });
    await expect(client.v1.accounts.lookup({ acct: 'bob@far.example' })).rejects.toMatchObject({
      statusCode: 404,
    });
  });
});

describe('OAuth', () => {
  it('leads from an app to a token that works', async () => {
    const { server } = await start();
    const redirectUri = 'urn:ietf:wg:oauth:2.0:oob';
    const post = async (path: string, body: Record<string, string>) => {
      const answer = await fetch(server.url + path, { method: 'POST', body: new URLSearchParams(body) });
      return { status: answer.status, body: (await answer.json()) as Record<string, string> };
    };
    const app = await post('/api/v1/apps', {
      client_name: 'a',
      redirect_uris: redirectUri,
      scopes: 'read write',
    });
    const id = app.body.client_id ?? '';
    const query = new URLSearchParams({
      client_id: id,
      redirect_uri: redirectUri,
      response_type: 'code',
      scope: 'read write',
    });
    const page = await (await fetch(`${server.url}/oauth/authorize?${query}`)).text();
    const code = /value="([^"]+)"/.exec(page)?.[1] ?? '';
    const form = {
      grant_type: 'authorization_code',
      client_id: id,
      client_secret: app.body.client_secret ?? '',
      redirect_uri: redirectUri,
      code,
    };
    expect((await post('/oauth/token', { ...form, client_secret: 'wrong' })).status).toBe(401);
    const token = await post('/oauth/token', form);
    expect(token.body).toMatchObject({ token_type: 'Bearer', scope: 'read write' });
    const client = createRestAPIClient({ url: server.url, accessToken: token.body.access_token ?? '' });
    expect((await client.v1.accounts.verifyCredentials()).username).toBe('whohosts');
    expect((await post('/oauth/token', form)).body.error).toBe('invalid_grant');
  });

  it('sends a browser back with code and state, only where the app may', async () => {
    const { server } = await start();
    const redirectUri = 'http://127.0.0.1:1/callback';
    const answer = await fetch(`${server.url}/api/v1/apps`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ client_name: 'a', redirect_uris: [redirectUri] }),
    });
    const app = (await answer.json()) as { client_id: string };
    const query = (uri: string, scope: string) =>
      new URLSearchParams({ client_id: app.client_id, redirect_uri: uri, scope, state: 'abc' });
    const go = (uri: string, scope = 'read') =>
      fetch(`${server.url}/oauth/authorize?${query(uri, scope)}`, { redirect: 'manual' });
    const back = new URL((await go(redirectUri)).headers.get('location') ?? '');
    expect(back.searchParams.get('state')).toBe('abc');
    expect(back.searchParams.get('code')).toMatch(/\S/);
    expect((await go('http://127.0.0.1:2/')).status).toBe(400);
    expect((await go(redirectUri, 'write')).status).toBe(400);
  });
});

describe('staying and going', () => {
  it('keeps its port and what it knows over a restart', async () => {
    const { server, client } = await start();
    const { id } = await client.v1.statuses.create({ status: 'Hello' });
    await server.down();
    await expect(client.v1.statuses.$select(id).fetch()).rejects.toThrow('fetch failed');
    await server.up();
    expect((await client.v1.statuses.$select(id).fetch()).content).toBe('<p>Hello</p>');
  });

  it('waits for a post, and says what there was instead', async () => {
    const { server, client } = await start();
    const waiting = server.waitForPost((post) => post.text === 'second');
    await client.v1.statuses.create({ status: 'first' });
    await client.v1.statuses.create({ status: 'second' });
    expect((await waiting).content).toBe('<p>second</p>');
    await expect(server.waitForPost(() => false, 1)).rejects.toThrow('"first","second"');
  });

  it('keeps a log of requests', async () => {
    const { server, client } = await start();
    await client.v1.notifications.fetch({ types: ['mention'] }).catch(() => undefined);
    expect(server.requests.at(-1)).toMatchObject({
      method: 'GET',
      path: '/api/v1/notifications',
      status: 200,
    });
  });

  it('answers unknown routes with 404 in its own way', async () => {
    const json = await start();
    const html = await start({ flavour: 'snac' });
    const types = await Promise.all(
      [json, html].map(async ({ server }) => {
        const answer = await fetch(`${server.url}/api/v9/nothing`);
        return [answer.status, answer.headers.get('content-type')?.split(';')[0]];
      }),
    );
    expect(types).toEqual([
      [404, 'application/json'],
      [404, 'text/html'],
    ]);
  });

  it('shows a person what was said', async () => {
    const { server, client } = await start();
    server.mention({ from: 'mallory@far.example', text: '<script>alert(1)</script>' });
    await client.v1.statuses.create({ status: 'Who hosts the fediverse?', spoilerText: 'numbers' });
    const answer = await fetch(`${server.url}/`);
    const html = await answer.text();
    expect(html).toContain('<p>Who hosts the fediverse?</p>');
    expect(html).toContain('<b>numbers</b>');
    expect(html).not.toContain('<script');
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
  });
});
