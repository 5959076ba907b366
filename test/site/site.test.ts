import { posix } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pickChart } from '../../src/report/chart/configuration.ts';
import { REPORT_PHRASES } from '../../src/report/language/languages.ts';
import { writeToot } from '../../src/report/post/toot.ts';
import { shardOf } from '../../src/site/publish/api-files.ts';
import type { Store } from '../../src/store/store.ts';
import { domains, finding, scan } from '../kit/findings.ts';
import { type ModelSite, openModelSite } from './model-site.ts';
import { attribute, readPage, textOf } from './pages.ts';

let site: ModelSite;
let files: ReadonlyMap<string, Buffer>;
let pages: readonly (readonly [string, ReturnType<typeof readPage>])[];

beforeAll(async () => {
  site = openModelSite();
  expect(await site.write()).toMatchObject({ end: 'published' });
  files = await site.files();
  pages = [...files]
    .filter(([path]) => path.endsWith('.html'))
    .map(([path, content]) => [path, readPage(content.toString('utf8'))]);
});
afterAll(() => site.discard());

const text = (path: string) => files.get(path)?.toString('utf8') ?? '';

/** Where a link leads in the site; null where it leads elsewhere. */
function target(from: string, link: string): string | null {
  if (/^(https:|mailto:|#)/.test(link)) return null;
  const path = link.replace(/[?#].*$/, '');
  const absolute = path.startsWith('/') ? path.slice(1) : posix.join(posix.dirname(from), path);
  return absolute === '.' || absolute === ''
    ? 'index.html'
    : absolute.endsWith('/')
      ? `${absolute}index.html`.replace(/^\.\//, '')
      : absolute;
}

describe('every page', () => {
  it('is HTML without errors, in a language, with a title, a description and one heading', () => {
    for (const [path, { elements, errors }] of pages) {
      expect(errors, path).toEqual([]);
      const named = (tag: string) => elements.filter(({ tagName }) => tagName === tag);
      expect(attribute(named('html')[0] as never, 'lang'), path).toBe('en');
      expect(named('title').map(textOf).join().length, path).toBeGreaterThan(5);
      if (path !== 'api/lookup.html') expect(named('h1'), path).toHaveLength(1);
      expect(named('main'), path).toHaveLength(1);
    }
    expect(pages.length).toBeGreaterThan(100);
  });

  it('leads only to what is there', () => {
    const lost = new Set<string>();
    for (const [path, { elements }] of pages) {
      for (const element of elements) {
        for (const name of ['href', 'src', 'srcset', 'action', 'data-chart', 'data-library']) {
          const link = attribute(element, name);
          const path2 = link === null ? null : target(path, link);
          if (path2 !== null && path2 !== 'api/lookup' && !files.has(path2)) lost.add(`${path}: ${link}`);
        }
      }
    }
    expect([...lost]).toEqual([]);
  });

  it('has no two elements of one id, and no link within a page that leads nowhere', () => {
    for (const [path, { elements }] of pages) {
      const ids = elements.map((element) => attribute(element, 'id')).filter((id) => id !== null);
      expect(new Set(ids).size, path).toBe(ids.length);
      const wanted = elements.flatMap((element) =>
        ['aria-labelledby', 'for'].map((name) => attribute(element, name)).filter((id) => id !== null),
      );
      expect(
        wanted.filter((id) => !ids.includes(id)),
        path,
      ).toEqual([]);
    }
  });

  it('loads nothing from elsewhere, and holds neither scripts nor styles of its own', () => {
    for (const [path, { elements }] of pages) {
      for (const element of elements) {
        const { tagName, attrs } = element;
        expect(
          attrs.filter(({ name }) => /^(on|style$)/.test(name)),
          path,
        ).toEqual([]);
        expect(['style', 'iframe', 'object', 'embed', 'base'], path).not.toContain(tagName);
        if (tagName === 'script') expect(textOf(element), path).toBe('');
        const rel = attribute(element, 'rel') ?? '';
        const loads = tagName === 'link' ? !['canonical', 'me'].includes(rel) : tagName !== 'a';
        for (const name of ['href', 'src', 'srcset']) {
          const link = attribute(element, name);
          if (loads && link !== null) expect(link, path).not.toMatch(/^([a-z]+:|\/\/)/i);
        }
      }
    }
  });

  it('gives every picture a text', () => {
    for (const [path, { elements }] of pages) {
      for (const element of elements) {
        if (element.tagName === 'img') expect(attribute(element, 'alt')?.length, path).toBeGreaterThan(20);
        if (element.tagName === 'svg' && attribute(element, 'aria-hidden') !== 'true') {
          expect(attribute(element, 'aria-label')?.length, path).toBeGreaterThan(10);
        }
      }
    }
  });
});

describe('the site', () => {
  it('has a page for each hoster, front, country, network and week of the reports, and the report itself', () => {
    const report = JSON.parse(text('networks/fediverse/report.json'));
    for (const { id } of [...report.hosters, ...report.fronts])
      expect(files.has(`hosters/${id}/index.html`)).toBe(true);
    for (const { country } of report.countries) {
      expect(files.has(`countries/${country.toLowerCase()}/index.html`)).toBe(true);
    }
    for (const { week } of report.trend.weeks) {
      expect(JSON.parse(text(`reports/${week}/fediverse.json`))).toMatchObject({
        week,
        network: 'fediverse',
      });
      expect(text('reports/index.html')).toContain(`../reports/${week}/`);
    }
    expect(text(`reports/${report.week}/fediverse.json`)).toBe(text('networks/fediverse/report.json'));
    expect(files.has('networks/xmpp/index.html')).toBe(true);
  });

  it('says the same in the headline, the report and the table', () => {
    const report = JSON.parse(text('networks/fediverse/report.json'));
    const home = pages.find(([path]) => path === 'index.html')?.[1].elements ?? [];
    const heading = home.find(({ tagName }) => tagName === 'h1');
    const said = heading === undefined ? '' : textOf(heading);
    const chart = JSON.parse(text(`networks/fediverse/chart-${pickChart(report)}.json`));
    expect(`${chart.options.plugins.title.text.join(' ')}.`).toBe(said);
    const toot = writeToot(report, {
      language: REPORT_PHRASES.en,
      limit: 500,
      charactersPerUrl: 23,
      pageUrl: null,
    });
    expect(toot.split('\n')[0]).toContain(said.slice(0, -1));
    const lead = home.find((element) => attribute(element, 'class') === 'lede');
    expect(lead === undefined ? '' : textOf(lead)).toMatch(
      new RegExp(
        `(\\d+ of the (${report.answered}|${report.latitudes.located.servers}) servers|^) .*We asked all 300 servers`,
      ),
    );
    const rows = home.filter(({ tagName }) => tagName === 'tr').map(textOf);
    for (const { name, share: part } of report.hosters.slice(0, 10)) {
      expect(rows.find((row) => row.includes(name))).toContain(`${(100 * part).toFixed(1)}%`);
    }
  });

  it('says of an Internet provider that it provides the line, where somebody would take it for a hoster', () => {
    const latest = site.store.scans.latest('fediverse');
    const servers = latest === null ? [] : site.store.history.servers(latest.id);
    const own = servers.filter(({ front, status }) => front === null && status === 'NOERROR');
    const provider = own.find(({ kind }) => kind === 'isp')?.hoster;
    expect(text(`hosters/${provider?.id}/index.html`)).toContain(`there ${provider?.name} provides the line`);
    expect(text('hosters/ovh/index.html')).not.toContain('provides the line');
    const atHome = own.filter(({ kind }) => kind === 'isp').length;
    const answered = servers.filter(({ status }) => status === 'NOERROR').length;
    expect(text('index.html')).toContain(
      `<dt>On home and mobile lines</dt><dd>${((100 * atHome) / answered).toFixed(1)}%`,
    );
  });

  it('lists every server, and knows it by the shard of its name', async () => {
    const listed = [...files]
      .filter(([path]) => path.startsWith('servers/'))
      .map(([, content]) => content.toString());
    const all = listed.join('\n');
    const latest = site.store.scans.latest('fediverse');
    const servers = latest === null ? [] : site.store.history.servers(latest.id);
    expect(servers).toHaveLength(300);
    for (const { domain, status, hoster, front } of servers) {
      expect(all).toContain(domain);
      const { domains } = JSON.parse(text(`api/domains/${shardOf(domain)}.json`));
      expect(domains[domain]).toEqual([
        expect.objectContaining({
          network: 'fediverse',
          status,
          hoster: hoster === null || front !== null ? null : expect.objectContaining({ id: hoster.id }),
          front: front === null ? null : expect.objectContaining({ id: front.id }),
        }),
      ]);
    }
    expect([...files.keys()].filter((path) => path.startsWith('api/domains/'))).toHaveLength(256);
  });

  it('tells admins how to be left alone, and where the data is from', () => {
    expect(text('admins/index.html')).toContain('User-agent: whohosts');
    expect(text('admins/index.html')).toContain('v=hosting1; by=Hetzner; country=DE');
    for (const [path] of pages) expect(text(path)).toContain('href="https://db-ip.com"');
    expect(text('.well-known/probing.txt')).toMatch(
      /^Canonical: https:.*\nContact: mailto:.*\nExpires: 2027-.*\nPreferred-Languages: .*\nDescription: [^\n]{80,}\n$/,
    );
    expect(text('robots.txt')).toContain('Disallow: /api/lookup');
  });

  it('sets what others measured beside ours', () => {
    const others = text('others/index.html');
    for (const figure of ['7.66%', '17.5%', '4 of 14', 'about 50%', '19.5%', '16.1%', '12.8%']) {
      expect(others).toContain(figure);
    }
    expect(others).toContain('not measured');
  });
});

describe('a link to a page', () => {
  const properties = (path: string) =>
    new Map(
      readPage(text(path))
        .elements.filter(({ tagName }) => tagName === 'meta')
        .map((element) => [
          attribute(element, 'property') ?? attribute(element, 'name'),
          attribute(element, 'content'),
        ]),
    );

  it('shows title, words and a picture where it is posted', () => {
    for (const [path] of pages) {
      const seen = properties(path);
      for (const name of ['og:title', 'og:description', 'og:image:alt', 'og:site_name'])
        expect(seen.get(name)?.length, `${path} ${name}`).toBeGreaterThan(2);
      const picture = seen.get('og:image')?.replace('https://whohosts.example/', '') ?? '';
      expect(files.has(picture), `${path}: ${picture}`).toBe(true);
      expect(seen.get('twitter:card')).toBe('summary_large_image');
    }
    expect(properties('networks/xmpp/index.html').get('og:image')).toMatch(/networks\/xmpp\/chart-.*\.png$/);
  });

  it('leads to the account that made it, once there is one', async () => {
    const other = openModelSite({ servers: 30, weeks: 1 });
    await other.write({
      account: { handle: '@whohosts@home.example', url: 'https://home.example/@whohosts' },
    });
    const home = (await other.files()).get('index.html')?.toString() ?? '';
    other.discard();
    expect(home).toContain('<meta name="fediverse:creator" content="@whohosts@home.example">');
    expect(home).toContain('<link rel="me" href="https://home.example/@whohosts">');
    expect(text('index.html')).not.toContain('fediverse:creator');
  });
});

describe('the feeds', () => {
  it('tell the same of the same weeks', () => {
    const json = JSON.parse(text('feed.json'));
    const ids = [...text('feed.atom').matchAll(/<id>([^<]*)<\/id>/g)].map(([, id]) => id);
    expect(json.version).toBe('https://jsonfeed.org/version/1.1');
    expect(json.items.map(({ id }: { id: string }) => id)).toEqual(ids.slice(1));
    expect(json.items.length).toBeGreaterThan(0);
    for (const { url, content_text, date_published } of json.items) {
      expect(files.has(`${url.replace('https://whohosts.example/', '')}index.html`), url).toBe(true);
      expect(content_text.length).toBeGreaterThan(40);
      expect(Date.parse(date_published)).toBeGreaterThan(0);
    }
  });

  it('and the list of pages name only what is there', () => {
    const addresses = text('sitemap.txt').trim().split('\n');
    for (const address of addresses) {
      const path = address.replace('https://whohosts.example/', '');
      expect(files.has(`${path}index.html`), address).toBe(true);
    }
    expect(addresses).toContain('https://whohosts.example/hosters/ovh/');
  });
});

describe('a second run', () => {
  it('writes nothing anew where nothing changed', async () => {
    expect(await site.write()).toMatchObject({
      end: 'published',
      written: 0,
      removed: 0,
      files: files.size - 1,
    });
  });

  it('takes a server that opted out since from every file, past weeks and data included', async () => {
    const latest = site.store.scans.latest('fediverse');
    const movers = latest === null ? [] : site.store.history.movers(latest.id);
    const name = movers.find(({ change }) => change === 'hoster')?.domain ?? '';
    expect([...files.values()].some((content) => content.includes(name))).toBe(true);
    await site.write({ optedOut: (domain) => domain === name });
    const naming = [...(await site.files())].filter(
      ([path, content]) => content.includes(name) && path !== '.manifest.json',
    );
    expect(naming.map(([path]) => path)).toEqual([]);
  });

  it('keeps the reports of past weeks as they were published, and makes those it never published', async () => {
    const names = domains(30);
    const weekly = (index: number) => (store: Store) =>
      scan(
        store,
        names.map((name, at) => finding(name, { hoster: at < 10 + index ? 'big' : 'small' })),
        { week: index },
      );
    const growing = openModelSite({
      fill(store) {
        weekly(0)(store);
        weekly(1)(store);
      },
    });
    try {
      await growing.write();
      const before = await growing.files();
      weekly(2)(growing.store);
      expect(await growing.write()).toMatchObject({ end: 'published', removed: 0 });
      const after = await growing.files();
      const published = 'reports/2026-W03/fediverse.json';
      expect(after.get(published)).toEqual(before.get(published));
      expect(after.get('reports/2026-W03/chart.png')).toEqual(before.get('reports/2026-W03/chart.png'));
      expect(JSON.parse(after.get(published)?.toString() ?? '')).toMatchObject({
        week: '2026-W03',
        hosters: [{ id: 'small' }, { id: 'big', servers: 11, share: 11 / 30 }],
      });
      const reconstructed = JSON.parse(after.get('reports/2026-W02/fediverse.json')?.toString() ?? '');
      expect(reconstructed).toMatchObject({
        reconstructed: true,
        answered: 30,
        hosters: [{ id: 'small' }, { id: 'big', servers: 10, share: 1 / 3 }],
      });
      expect(
        after
          .get('feed.atom')
          ?.toString()
          .match(/<entry>/g),
      ).toHaveLength(3);
    } finally {
      growing.discard();
    }
  });
});

describe('without a scan', () => {
  it('there is nothing to show, and nothing is written', async () => {
    const empty = openModelSite({ fill: () => undefined });
    try {
      expect(await empty.write()).toEqual({ end: 'nothing to show' });
    } finally {
      empty.discard();
    }
  });
});
