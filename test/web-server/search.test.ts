import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { domainsOf } from '../../src/cli/lookup.ts';
import { UsageError } from '../../src/model/expected-errors.ts';
import { type RunningServer, startServer } from '../../src/web-server/server.ts';
import { lookedUp, understand } from '../bot/request/understand.ts';
import { answer } from '../kit/answers.ts';
import { company } from '../kit/findings.ts';
import { type Answer, ask } from './requests.ts';
import { GENEROUS, type ServedSite, serveModelSite } from './served-site.ts';

let served: ServedSite;
let server: RunningServer;
beforeAll(async () => {
  served = await serveModelSite();
  server = await startServer({
    ...served.options,
    limits: { requests: GENEROUS, lookups: GENEROUS },
    answers: {
      recall: () => null,
      look: async (name) => answer(name),
      recollect: (name) => {
        if (name === 'shy.example') return { answer: answer(name, { isOptedOut: true }), history: [] };
        if (name.startsWith('new.')) return null;
        const software = 'x"><script>alert(1)</script>';
        const stay = { asn: 64500, addresses: [], kind: 'hosting', operator: null, front: null } as never;
        return {
          answer: answer(name, {
            source: 'scan',
            self: { software, usersTotal: 90, usersActiveMonth: 1 },
          }),
          history: [
            {
              ...(stay as object),
              hoster: company('ovh'),
              from: '2025-01-04T03:00:00Z',
              to: '2025-06-07T03:00:00Z',
            },
            {
              ...(stay as object),
              hoster: company('hz'),
              from: '2025-06-14T03:00:00Z',
              to: '2026-11-21T03:00:00Z',
            },
          ] as never,
        };
      },
    },
  });
});
afterAll(async () => {
  await server.close();
  await served.close();
});

const get = (path: string, accept = 'text/html'): Promise<Answer> =>
  ask(server.port, path, { headers: { Accept: accept } });
const search = (text: string, accept?: string) =>
  get(`/api/lookup?domain=${encodeURIComponent(text)}`, accept);

describe('what is typed has the same verdict on page, command line and bot', () => {
  it.each([
    ['not a domain', []],
    ['Hetzner', []],
    ['Germany', []],
    ['116.203.1.1', []],
    ['2a01:4f8::1', []],
    ['mastodon.social', ['mastodon.social']],
    ['mastodon.social chaos.social', ['mastodon.social', 'chaos.social']],
    ['bücher.example', ['xn--bcher-kva.example']],
    ['https://mastodon.social/@ada', ['mastodon.social']],
  ])('%j names %j', async (text, domains) => {
    const { status, body } = await search(text, 'application/json');
    const document = JSON.parse(body.toString());
    expect(status).toBe(domains.length === 1 ? 200 : 400);
    expect(domains.length === 1 ? [document.domain] : (document.domains ?? [])).toEqual(domains);
    expect(lookedUp(understand({ html: `<p>@whohosts ${text}</p>` }))).toEqual(domains);
    if (domains.length === 0) expect(() => domainsOf(text)).toThrow(UsageError);
    else expect(domainsOf(text)).toEqual(domains);
  });
});

describe('a search for what is no domain', () => {
  it('leads to the hoster or country that is called so', async () => {
    expect(await search('ovh')).toMatchObject({
      status: 303,
      headers: { location: '../hosters/ovh/' },
    });
    expect(await search('deutschland')).toMatchObject({
      status: 303,
      headers: { location: '../countries/de/' },
    });
  });

  it('suggests what may be meant, to programs too', async () => {
    const page = (await search('germanny')).body.toString();
    expect(page).toMatch(
      /Did you mean:.*<a href="\.\.\/countries\/de\/">Germany<\/a> \(country, \d+ servers\)/s,
    );
    const { error, suggestions } = JSON.parse((await search('germanny', '*/*')).body.toString());
    expect(error).toContain('expected one such as mastodon.social');
    expect(suggestions[0]).toEqual({
      kind: 'country',
      name: 'Germany',
      page: 'countries/de/',
      servers: expect.any(Number),
    });
  });

  it('gives each of several domains its address, and tells addresses from names', async () => {
    const several = (await search('a.example b.example')).body.toString();
    expect(several).toContain('<a href="../server/?domain=a.example">a.example</a>');
    expect((await search('192.0.2.1')).body.toString()).toContain('An IP address');
  });

  it('escapes whatever it is', async () => {
    for (const text of ['<script>alert(1)</script>', '"><img src=x>', '\u202E\u0000', '%%%', '__proto__']) {
      for (const path of ['/api/lookup', '/server/']) {
        const { status, body } = await get(`${path}?domain=${encodeURIComponent(text)}`);
        expect(status, text).toBe(400);
        expect(body.toString(), text).not.toMatch(/<script>alert|<img src=x/);
      }
    }
  });
});

describe('/server/?domain=', () => {
  it('is the address of a server’s answer, with share, users, since when and history', async () => {
    const { status, body } = await get('/server/?domain=some.example');
    const page = body.toString();
    expect(status).toBe(200);
    expect(page).toContain('<title>Who hosts some.example? · whohosts</title>');
    expect(page).toContain('<meta property="og:title" content="Who hosts some.example?">');
    expect(page).toMatch(
      /<meta property="og:description" content="some\.example is hosted by Hetzner\. Measured on/,
    );
    expect(page).toContain(
      '<link rel="canonical" href="https://whohosts.example/server/?domain=some.example">',
    );
    expect(page).toMatch(/There since 3 Mar 2026/);
    expect(page).toMatch(/with 1 active user\.</);
    expect(page).toMatch(
      /2,831 servers stood there in the last scan, 23\.4% .* with 31\.0% of the active users/,
    );
    expect(page).toMatch(/<ol><li>.*ovh company<\/a>, from 4 Jan 2025 to 7 Jun 2025<\/li><li>/);
    expect(page).not.toContain('<script>alert');
    expect(page.match(/<h1/g)).toHaveLength(1);
  });

  it('sends nothing for a server that no scan saw, and tells nothing of one that does not wish it', async () => {
    const unknown = await get('/server/?domain=new.example');
    expect(unknown.status).toBe(404);
    expect(unknown.body.toString()).toMatch(
      /none of the last scans.*rel="nofollow" href="..\/api\/lookup\?domain=new/,
    );
    const shy = await get('/server/?domain=shy.example');
    expect(shy.status).toBe(403);
    expect(shy.body.toString()).not.toMatch(/Hetzner/);
  });

  it('is a page with a search field without a domain, and a plain file on any other host', async () => {
    expect(await get('/server/')).toMatchObject({ status: 200 });
    expect((await get('/server/')).body.toString()).toContain('data-search');
  });
});

describe('/server/badge.svg', () => {
  const get = (query: string) => ask(server.port, `/server/badge.svg?${query}`);

  it('says who hosts a server, for pages of others', async () => {
    const { status, headers, body } = await get('domain=some.example');
    expect(status).toBe(200);
    expect(headers).toMatchObject({
      'content-type': 'image/svg+xml; charset=utf-8',
      'cross-origin-resource-policy': 'cross-origin',
      'cache-control': 'public, max-age=3600',
    });
    const svg = body.toString();
    expect(svg).toContain('>hosted by</text>');
    expect(svg).toContain('>Hetzner</text>');
    expect(svg).toContain('<title>some.example: hosted by Hetzner, measured 20 Nov 2026 by whohosts</title>');
  });

  it('says nothing of others, whatever is asked', async () => {
    for (const query of [
      '',
      'domain=',
      'domain=new.example',
      'domain=shy.example',
      'domain=a.example&network=usenet',
      `domain=${encodeURIComponent('"><script>alert(1)</script>')}`,
    ]) {
      const { status, body } = await get(query);
      expect(status, query).toBe(404);
      expect(body.toString(), query).not.toMatch(/Hetzner|shy|<script/);
      expect(body.toString(), query).toContain('>unknown</text>');
    }
  });
});
