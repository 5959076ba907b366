import { source as axe } from 'axe-core';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningServer, startServer } from '../../src/web-server/server.ts';
import { silent } from '../web-server/requests.ts';
import { answers } from '../web-server/served-site.ts';
import { openBrowser } from './browser.ts';
import { describeInBrowser } from './in-browser.ts';
import { type ModelSite, openModelSite } from './model-site.ts';

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string }[];
}

async function violations(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe);
  const found = (await page.evaluate('axe.run()')) as { readonly violations: readonly Violation[] };
  return found.violations.map(({ id, nodes }) => `${page.url()} ${id}: ${nodes[0]?.html}`);
}

describeInBrowser('in Chromium', () => {
  let site: ModelSite;
  let server: RunningServer;
  let base: string;
  let known: { readonly domain: string; readonly hoster: string };

  beforeAll(async () => {
    site = openModelSite();
    await site.write();
    server = await startServer({
      siteDir: site.directory,
      answers,
      port: 0,
      host: '127.0.0.1',
      log: silent,
    });
    base = `http://127.0.0.1:${server.port}/`;
    const latest = site.store.scans.latest('fediverse');
    const servers = latest === null ? [] : site.store.history.servers(latest.id);
    const one = servers.find(({ hoster, front }) => hoster?.id === 'ovh' && front === null);
    known = { domain: one?.domain ?? '', hoster: one?.hoster?.name ?? '' };
  });
  afterAll(async () => {
    await server.close();
    site.discard();
  });

  it('one searches a domain, opens its hoster, sorts and filters, and goes dark, without a request elsewhere', {
    timeout: 120_000,
  }, async () => {
    const browser = await openBrowser();
    try {
      const page = await browser.context.newPage();
      await page.goto(base);
      await page.fill('#domain', `https://${known.domain}/@ada`);
      await page.click('form[data-search] button');
      const answer = page.locator('.answer');
      await answer.locator('a', { hasText: known.hoster }).waitFor();
      expect(await answer.textContent()).toContain(
        `${known.domain} (Fediverse) is hosted by ${known.hoster}`,
      );
      await answer.locator('a', { hasText: known.hoster }).click();
      await page.waitForURL(`${base}hosters/ovh/`);
      expect(await page.textContent('h1')).toBe(known.hoster);

      await page.goto(`${base}hosters/`);
      const table = page.locator('table').first();
      const column = async () =>
        (await table.locator('tbody tr td:nth-child(5)').allTextContents()).map((text) =>
          Number(text.replaceAll(',', '')),
        );
      const head = table.locator('th', { hasText: 'Active users' });
      const before = await column();
      await head.locator('button').click();
      expect(await head.getAttribute('aria-sort')).toBe('descending');
      const largest = before.toSorted((a, b) => b - a);
      expect(before).not.toEqual(largest);
      expect(await column()).toEqual(largest);
      await head.locator('button').click();
      expect(await head.getAttribute('aria-sort')).toBe('ascending');
      expect(await column()).toEqual(largest.toReversed());
      await page.getByLabel('Filter hosters').fill('hetz');
      expect(await table.locator('tbody tr:visible th').allTextContents()).toEqual(['Hetzner']);

      const colour = () => page.evaluate('getComputedStyle(document.body).backgroundColor');
      const light = await colour();
      await page.getByRole('button', { name: 'Dark mode' }).click();
      const dark = await colour();
      expect(dark).not.toBe(light);
      await page.goto(`${base}method/`);
      expect(await colour()).toBe(dark);
      await page.getByRole('button', { name: 'Light mode' }).click();
      await page.reload();
      expect(await colour()).toBe(light);

      await page.goto(base);
      await page.getByRole('button', { name: 'Show exact figures' }).first().click();
      await page.locator('figure canvas').first().waitFor();
      await page.fill('#domain', 'never-seen.example');
      await page.click('form[data-search] button');
      await answer.locator('a', { hasText: 'Look now' }).click();
      await page.waitForURL(/api\/lookup\?domain=never-seen\.example/);
      expect(await page.textContent('main')).toContain('never-seen.example is hosted by');
      expect(browser.strays).toEqual([]);
      expect(browser.complaints).toEqual([]);
    } finally {
      await browser.close();
    }
  });

  it('one does the same without scripts, and in the dark as the system wishes', async () => {
    const browser = await openBrowser({ javaScriptEnabled: false, colorScheme: 'dark' });
    try {
      const page = await browser.context.newPage();
      await page.goto(base);
      expect(await page.locator('button.theme:visible').count()).toBe(0);
      await page.fill('#domain', known.domain);
      await page.click('form[data-search] button');
      await page.waitForURL(/api\/lookup\?domain=/);
      await page.getByRole('link', { name: 'The ovh company' }).click();
      await page.waitForURL(`${base}hosters/ovh/`);

      await page.goto(`${base}servers/`);
      const letters = await page
        .locator('.columns a')
        .evaluateAll((links) => links.map((link) => link.textContent ?? ''));
      const own = letters.find((text) => known.domain.startsWith(text.replace('…', '')));
      await page.getByRole('link', { name: own ?? '', exact: true }).click();
      const row = page.locator('tr', { hasText: known.domain });
      await row.getByRole('link', { name: known.hoster }).click();
      await page.waitForURL(`${base}hosters/ovh/`);

      await page.goto(`${base}hosters/`);
      const shares = await page
        .locator('table')
        .first()
        .locator('tbody tr td:nth-child(3)')
        .allTextContents();
      const numbers = shares.map((share) => Number.parseFloat(share.replace('<', '')));
      expect(numbers).toEqual(numbers.toSorted((a, b) => b - a));
      expect(await page.locator('picture img').count()).toBe(0);
      expect(browser.strays).toEqual([]);
      expect(browser.complaints).toEqual([]);
    } finally {
      await browser.close();
    }
  });

  it('one finds hosters and countries by name, several domains, and an answer by its address', {
    timeout: 120_000,
  }, async () => {
    const browser = await openBrowser();
    try {
      const page = await browser.context.newPage();
      const answer = page.locator('.answer');
      const search = async (text: string) => {
        await page.goto(base);
        await page.fill('#domain', text);
        await page.click('form[data-search] button');
        await answer.locator('p, li').first().waitFor();
        return (await answer.textContent()) ?? '';
      };
      expect(await search('Deutschland')).toMatch(/^Germany \(country, \d+ servers\)/);
      await answer.getByRole('link', { name: 'Germany' }).click();
      await page.waitForURL(`${base}countries/de/`);
      expect(await search('Germanny')).toContain('“Germanny” is not a domain, nor a hoster or country');
      expect(await answer.getByRole('link', { name: 'Germany' }).count()).toBe(1);
      expect(await search('not a domain')).toContain('Try one such as mastodon.social, Hetzner or Germany.');
      expect(await search('192.0.2.1')).toContain('That is an IP address');
      expect(await search('<img src=x onerror=alert(1)>')).toContain('is not a domain');
      expect(await search('a.example b.example')).toContain('Several domains');
      await answer.getByRole('link', { name: 'b.example' }).click();
      await page.waitForURL(`${base}server/?domain=b.example`);
      expect(await page.locator('h1').textContent()).toBe('b.example');
      // Where only the files are served, a script fills the page in.
      await page.goto(`${base}?domain=${known.domain}`);
      await answer.locator('a', { hasText: known.hoster }).waitFor();
      expect(browser.strays).toEqual([]);
      expect(browser.complaints.filter((complaint) => !complaint.includes('404'))).toEqual([]);
    } finally {
      await browser.close();
    }
  });

  describe('axe finds nothing that keeps anybody out', () => {
    const paths = [
      '',
      'networks/',
      'networks/fediverse/',
      'networks/fediverse/software/mastodon/',
      'networks/fediverse/size/1000-and-more/',
      'jurisdiction/',
      'hosters/',
      'hosters/ovh/',
      'compare/',
      'compare/hetzner/ovh/',
      'hosters/cloudflare/',
      'countries/',
      'countries/de/',
      'movers/',
      'method/',
      'others/',
      'admins/',
      'data/',
      'reports/',
      'servers/',
      'nowhere',
      'server/',
      'server/?domain=a.example',
      'api/lookup?domain=germanny',
      'api/lookup?domain=a.example',
      'api/lookup?domain=none',
    ];
    for (const [colorScheme, viewport] of [
      ['light', { width: 1280, height: 900 }],
      ['dark', { width: 1280, height: 900 }],
      ['light', { width: 390, height: 844 }],
    ] as const) {
      it(`in ${colorScheme}, ${viewport.width} pixels wide`, async () => {
        const browser = await openBrowser({ colorScheme, viewport });
        try {
          const page = await browser.context.newPage();
          const found: string[] = [];
          for (const path of paths) {
            await page.goto(`${base}${path}`);
            found.push(...(await violations(page)));
            const wide = (await page.evaluate('document.documentElement.scrollWidth')) as number;
            if (wide > viewport.width) found.push(`${path} is ${wide} pixels wide`);
          }
          expect(found).toEqual([]);
        } finally {
          await browser.close();
        }
      }, 180_000);
    }
  });

  it('feeds are XML', async () => {
    const browser = await openBrowser();
    try {
      const page = await browser.context.newPage();
      await page.goto(base);
      const feed =
        (await page.evaluate(`fetch('feed.atom').then((response) => response.text()).then((text) => {
        const parsed = new DOMParser().parseFromString(text, 'application/xml');
        return { errors: parsed.querySelectorAll('parsererror').length, entries: parsed.querySelectorAll('entry > link').length };
      })`)) as object;
      expect(feed).toEqual({ errors: 0, entries: 3 });
    } finally {
      await browser.close();
    }
  });
});

/** The heaviest two pages of each kind: of each folder of the site and each depth in it. */
function heaviestPages(files: ReadonlyMap<string, Buffer>): readonly string[] {
  const pages = [...files].filter(([path]) => path.endsWith('index.html'));
  const kinds = Map.groupBy(pages, ([path]) => `${path.split('/').length} ${path.split('/')[0]}`);
  return [...kinds.values()].flatMap((kind) =>
    kind
      .sort(([, a], [, b]) => b.length - a.length)
      .slice(0, 2)
      .map(([path]) => path.replace(/index\.html$/, '')),
  );
}

describeInBrowser('with 30,000 servers', () => {
  let site: ModelSite;
  beforeAll(async () => {
    site = openModelSite({ servers: 30_000, weeks: 2 });
    await site.write();
  }, 600_000);
  afterAll(() => site.discard());

  it('no page is longer than 20 screens of a phone, or wider than one', { timeout: 300_000 }, async () => {
    const { directory: siteDir } = site;
    const server = await startServer({ siteDir, answers, port: 0, host: '127.0.0.1', log: silent });
    const browser = await openBrowser({ viewport: { width: 390, height: 844 } });
    try {
      const page = await browser.context.newPage();
      const paths = heaviestPages(await site.files());
      expect(paths.length).toBeGreaterThan(20);
      for (const path of paths) {
        await page.goto(`http://127.0.0.1:${server.port}/${path}`);
        const measure = '[document.documentElement.scrollHeight, document.documentElement.scrollWidth]';
        const [height = 0, width = 0] = (await page.evaluate(measure)) as number[];
        expect(height / 844, path).toBeLessThan(20);
        expect(width, path).toBe(390);
      }
    } finally {
      await browser.close();
      await server.close();
    }
  });

  it('the first view weighs less than 200 kB, even from a host that does not compress', async () => {
    const server = await startServer({
      siteDir: site.directory,
      answers,
      port: 0,
      host: '127.0.0.1',
      log: silent,
    });
    const browser = await openBrowser({ viewport: { width: 390, height: 844 } });
    try {
      const page = await browser.context.newPage();
      const session = await browser.context.newCDPSession(page);
      await session.send('Network.enable');
      let sent = 0;
      let unpacked = 0;
      session.on('Network.loadingFinished', ({ encodedDataLength }) => {
        sent += encodedDataLength;
      });
      session.on('Network.dataReceived', ({ dataLength }) => {
        unpacked += dataLength;
      });
      await page.goto(`http://127.0.0.1:${server.port}/`, { waitUntil: 'networkidle' });
      expect(
        await page
          .locator('picture img')
          .first()
          .evaluate((image) => 'naturalWidth' in image && image.naturalWidth),
      ).toBe(1200);
      expect(sent).toBeGreaterThan(20_000);
      expect(sent).toBeLessThan(200_000);
      expect(unpacked).toBeLessThan(200_000);
    } finally {
      await browser.close();
      await server.close();
    }
  });
});
