import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServer } from '../../src/web-server/server.ts';
import { answer } from '../kit/answers.ts';
import { ask } from './requests.ts';
import { GENEROUS, type ServedSite, serveModelSite } from './served-site.ts';

let served: ServedSite;
beforeAll(async () => {
  served = await serveModelSite();
});
afterAll(() => served.close());

describe('/api/lookup', () => {
  const get = (query: string, accept = 'application/json') =>
    ask(served.server.port, `/api/lookup?${query}`, { headers: { Accept: accept } });

  it('answers in JSON, for programs of other sites too', async () => {
    const answer = await get('domain=Some.Example.');
    expect(answer).toMatchObject({
      status: 200,
      headers: { 'access-control-allow-origin': '*', 'cache-control': 'no-store' },
    });
    expect(JSON.parse(answer.body.toString())).toMatchObject({ domain: 'some.example', status: 'NOERROR' });
  });

  it('takes what people paste', async () => {
    for (const pasted of [
      'https://some.example/@ada?x=1',
      '@ada@some.example',
      'some.example:443',
      ' SOME.example ',
    ]) {
      const { body } = await get(`domain=${encodeURIComponent(pasted)}`);
      expect(JSON.parse(body.toString()).domain, pasted).toBe('some.example');
    }
  });

  it('refuses what is no domain, and no network', async () => {
    for (const wrong of [
      '',
      'localhost',
      '127.0.0.1',
      '[::1]',
      'a..b',
      `${'a'.repeat(300)}.example`,
      '<script>',
      '..%2f',
    ]) {
      expect((await get(`domain=${encodeURIComponent(wrong)}`)).status, wrong).toBe(400);
    }
    expect((await get('domain=a.example&network=usenet')).status).toBe(400);
    expect((await get('')).status).toBe(400);
  });

  it('answers browsers with a page in the site’s frame, with a way to the hoster', async () => {
    const answer = await get('domain=some.example', 'text/html,application/xhtml+xml');
    const page = answer.body.toString();
    expect(answer.headers['content-type']).toMatch(/^text\/html/);
    expect(page).toContain('some.example is hosted by <a href="../hosters/ovh/">The ovh company</a>');
    expect(page).toContain('assets/site-');
    const home = (await get('domain=home.example', 'text/html')).body.toString();
    expect(home).toMatch(
      /home\.example is connected through <a [^>]+>The ovh company<\/a>, an Internet provider/,
    );
    expect(home).not.toContain('Nuremberg');
    // Where a CDN's address is says nothing of the server.
    const front = (await get('domain=front.example', 'text/html')).body.toString();
    expect(front).toMatch(/front\.example is behind .*The cf company.*, which hides who hosts it/);
    expect(front).not.toMatch(/Nuremberg|Germany/);
    const wrong = await get(`domain=${encodeURIComponent('<b>x</b>')}`, 'text/html');
    expect(wrong.status).toBe(400);
    expect(wrong.body.toString()).not.toContain('<b>x');
  });

  it('ends at its deadline, asks one thing once, few things at a time, and nobody who opted out', async () => {
    const asked: string[] = [];
    const gate = Promise.withResolvers<void>();
    const slow = await startServer({
      ...served.options,
      answers: {
        recollect: () => null,
        recall: (name) => {
          if (name === 'shy.example') return answer(name, { status: null, isOptedOut: true });
          return name === 'known.example' ? answer(name, { source: 'scan' }) : null;
        },
        look: async (name) => {
          asked.push(name);
          if (name === 'broken.example') throw new Error('broken');
          await gate.promise;
          return answer(name);
        },
      },
      limits: { lookups: GENEROUS, lookupMs: 50, lookupsAtOnce: 2 },
    });
    const one = (name: string) => ask(slow.port, `/api/lookup?domain=${name}`);
    try {
      expect((await one('shy.example')).status).toBe(403);
      expect((await one('broken.example')).status).toBe(500);
      const same = await Promise.all([one('a.example'), one('a.example'), one('a.example')]);
      expect(same.map(({ status }) => status)).toEqual([504, 504, 504]);
      expect((await one('b.example')).status).toBe(504);
      // What a scan knows needs no place, unless a fresh look is wanted.
      const known = await one('known.example');
      expect(known.status).toBe(200);
      expect(JSON.parse(known.body.toString())).toMatchObject({ source: 'scan', endpoints: null });
      expect((await one('known.example&fresh=1')).status).toBe(503);
      expect(await one('c.example')).toMatchObject({ status: 503, headers: { 'retry-after': '10' } });
      gate.resolve();
      expect((await one('a.example')).status).toBe(200);
      expect((await one('c.example')).status).toBe(200);
      expect(asked).toEqual(['broken.example', 'a.example', 'b.example', 'c.example']);
    } finally {
      await slow.close();
    }
  });
});
