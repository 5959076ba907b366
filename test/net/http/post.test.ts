import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PUBLIC, startWorld, type World } from '../../kit/model-clients.ts';
import { json } from '../../model-internet/https/routes.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld([
    {
      domain: 'good.example',
      ip: PUBLIC,
      routes: {
        '/graphql': json({ data: 1 }),
        '/moved': { kind: 'redirect', to: '/graphql', status: 307 },
        '/near': { kind: 'redirect', to: '/graphql' },
        '/away': { kind: 'redirect', to: 'https://other.example/' },
      },
    },
    { domain: 'other.example', ip: PUBLIC, routes: { '/': json({}) } },
    { domain: 'inside.example', ip: '127.0.0.1', routes: { '/': json({}) } },
  ]);
});
afterAll(() => world.stop());

const LIMIT = { maxBytes: 1000 };
const last = (host: string) => world.internet.https.requests(host).at(-1);

describe('a JSON document', () => {
  it('is sent by POST', async () => {
    const sent = JSON.stringify({ query: '{ nodes { domain } }' });
    const answer = await world.http.get('https://good.example/graphql', { ...LIMIT, json: sent });
    expect(answer).toMatchObject({ ok: true, code: 200 });
    expect(last('good.example')).toMatchObject({
      method: 'POST',
      body: sent,
      headers: { 'content-type': 'application/json', 'content-length': String(sent.length) },
    });
  });

  it('is not carried on to where a redirect leads', async () => {
    for (const path of ['/moved', '/away']) {
      const answer = await world.http.get(`https://good.example${path}`, { ...LIMIT, json: '{}' });
      expect(answer).toMatchObject({ ok: false, status: 'REDIRECTS' });
    }
    expect(world.internet.https.requests('other.example')).toEqual([]);
  });

  it('goes to public addresses only, as everything', async () => {
    expect(await world.http.get('https://inside.example/', { ...LIMIT, json: '{}' })).toMatchObject({
      ok: false,
      status: 'NOT_PUBLIC',
    });
  });
});

describe('more headers', () => {
  const headers = { authorization: 'Bearer secret', 'user-agent': 'somebody else' };

  it('are sent, but never in place of who we are', async () => {
    await world.http.get('https://good.example/near', { ...LIMIT, headers });
    expect(last('good.example')?.path).toBe('/graphql');
    expect(last('good.example')?.headers).toMatchObject({
      authorization: 'Bearer secret',
      'user-agent': expect.stringMatching(/^whohosts/),
    });
  });

  it('stay behind when a redirect leaves the origin', async () => {
    expect(await world.http.get('https://good.example/away', { ...LIMIT, headers })).toMatchObject({
      ok: true,
    });
    expect(last('other.example')?.headers.authorization).toBeUndefined();
  });

  it('that no header can hold are a failure, and nothing is sent', async () => {
    const before = world.internet.https.requests('good.example').length;
    const answer = await world.http.get('https://good.example/graphql', {
      ...LIMIT,
      headers: { authorization: 'a\r\nx-evil: 1' },
    });
    expect(answer.ok).toBe(false);
    expect(world.internet.https.requests('good.example').length).toBe(before);
  });
});
