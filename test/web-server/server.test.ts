import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServer } from '../../src/web-server/server.ts';
import { openModelSite } from '../site/model-site.ts';
import { type Answer, ask } from './requests.ts';
import { type ServedSite, serveModelSite } from './served-site.ts';

let served: ServedSite;
beforeAll(async () => {
  served = await serveModelSite();
});
afterAll(() => served.close());

describe('limits', () => {
  const burst = (port: number, path: string, times: number, forwarded?: string): Promise<Answer[]> =>
    Promise.all(
      Array.from({ length: times }, () =>
        ask(port, path, forwarded === undefined ? {} : { headers: { 'X-Forwarded-For': forwarded } }),
      ),
    );

  it('hold for each client by itself, behind a proxy too', async () => {
    const strict = { burst: 5, perSecond: 0.001 };
    const limited = await startServer({
      ...served.options,
      limits: { requests: strict },
    });
    try {
      const answers = await burst(limited.port, '/robots.txt', 8, '198.51.100.1');
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(5);
      const refused = answers.find(({ status }) => status === 429);
      expect(Number(refused?.headers['retry-after'])).toBeGreaterThan(0);
      expect((await burst(limited.port, '/robots.txt', 1, '198.51.100.2'))[0]?.status).toBe(200);
      // Only the last address is the proxy's word: what stands before it is anybody's.
      expect((await burst(limited.port, '/robots.txt', 1, '203.0.113.9, 198.51.100.1'))[0]?.status).toBe(429);
      // A customer has a whole /64.
      const six = [1, 2, 3, 4, 5, 6].map((host) =>
        burst(limited.port, '/robots.txt', 1, `2001:db8:1:2::${host}`),
      );
      expect((await Promise.all(six)).map(([answer]) => answer?.status).sort()).toEqual([
        200, 200, 200, 200, 200, 429,
      ]);
    } finally {
      await limited.close();
    }
  });

  it('of look-ups count those that cost somebody a packet', async () => {
    const limited = await startServer({
      ...served.options,
      limits: { lookups: { burst: 2, perSecond: 0.001 } },
    });
    const look = async (name: string, headers = {}) =>
      await ask(limited.port, `/api/lookup?domain=${name}`, { headers });
    try {
      const named = [
        'a.example',
        'localhost',
        'a.example',
        'b.example',
        'c.example',
        'b.example',
        'd.example',
      ];
      const statuses: number[] = [];
      for (const name of named) statuses.push((await look(name)).status);
      expect(statuses).toEqual([200, 400, 200, 200, 429, 200, 429]);
      const refused = await look('c.example', { Accept: 'text/html' });
      expect(refused).toMatchObject({
        status: 429,
        headers: { 'content-type': expect.stringMatching(/^text\/html/) },
      });
      expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
      expect((await look('c.example', { 'X-Forwarded-For': '198.51.100.3' })).status).toBe(200);
    } finally {
      await limited.close();
    }
  });
});

describe('/api/health', () => {
  it('says no, with what is wrong and what is known, while something needs the operator', async () => {
    let problems: readonly string[] = ['The disk of the data folder has 12 MB left; make room on it'];
    const judged = await startServer({
      ...served.options,
      judge: () => ({ problems, details: { mentions: { waiting: 3 }, neverScanned: ['web'] } }),
    });
    try {
      const bad = await ask(judged.port, '/api/health');
      expect(bad.status).toBe(503);
      expect(JSON.parse(bad.body.toString())).toMatchObject({
        status: 'needs its operator',
        problems,
        mentions: { waiting: 3 },
        neverScanned: ['web'],
      });
      problems = [];
      expect(await ask(judged.port, '/api/health')).toMatchObject({ status: 200 });
    } finally {
      await judged.close();
    }
  });

  it('tells which scans are shown', async () => {
    const { status, body } = await ask(served.server.port, '/api/health');
    expect(status).toBe(200);
    expect(JSON.parse(body.toString())).toMatchObject({
      status: 'ok',
      networks: [{ network: 'fediverse', answered: expect.any(Number) }, { network: 'xmpp' }],
    });
  });

  it('and everything else say so where there is no site yet, and show it once there is', async () => {
    const later = openModelSite({ servers: 50, weeks: 1 });
    const waiting = await startServer({ ...served.options, siteDir: later.directory });
    try {
      expect((await ask(waiting.port, '/api/health')).status).toBe(503);
      expect(await ask(waiting.port, '/')).toMatchObject({ status: 503, headers: { 'retry-after': '600' } });
      await later.write();
      expect((await ask(waiting.port, '/api/health')).status).toBe(200);
      const before = await ask(waiting.port, '/admins/');
      await later.write({ contact: 'mailto:new@whohosts.example' });
      const after = await ask(waiting.port, '/admins/', {
        headers: { 'If-None-Match': String(before.headers.etag) },
      });
      expect(after.status).toBe(200);
      expect(after.body.toString()).toContain('new@whohosts.example');
    } finally {
      await waiting.close();
      later.discard();
    }
  });
});
