import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { offeredProfile } from '../../src/bot/mastodon/profile.ts';
import { until } from '../kit/until.ts';
import { type ModelInternet, startInternet } from '../model-internet/internet.ts';
import { openProduct, type Product } from '../model-internet/product.ts';
import { ask } from './requests.ts';

const PUBLIC_URL = 'https://whohosts.example';

let internet: ModelInternet;
let product: Product;
let scanned: Awaited<ReturnType<Product['run']>>;

beforeAll(async () => {
  internet = await startInternet({
    servers: [
      {
        domain: 'plain.example',
        ip: '116.203.1.1',
        software: 'mastodon',
        users: { total: 90, activeMonth: 30 },
      },
      { domain: 'hidden.example', ip: '104.21.5.6', software: 'misskey' },
      { domain: 'other.example', ip: '51.254.7.7', software: 'gotosocial' },
      { domain: 'new.example', ip: '51.254.7.8', software: 'lemmy' },
    ],
  });
  product = await openProduct({
    environment: {
      ...internet.environment(),
      PUBLIC_URL,
      CONTACT: 'mailto:me@whohosts.example',
    },
  });
  const list = await product.write('list.txt', 'plain.example\nhidden.example\nother.example\n');
  scanned = await product.run(['scan', 'fediverse', '--list', list]);
}, 120_000);
afterAll(async () => {
  await product.discard();
  await internet.stop();
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

describe('a scan', () => {
  it('ends with the site in the data folder', () => {
    expect(scanned.code).toBe(0);
    expect(scanned.stderr).toContain(`The site is in ${product.dataDir}/site`);
    const home = readFileSync(join(product.dataDir, 'site', 'index.html'), 'utf8');
    expect(home).toContain('Hetzner');
    expect(home).toContain('https://whohosts.example/');
  });
});

describe('report --out', () => {
  it('writes the site beside the files of the post', { timeout: 90_000 }, async () => {
    const ran = await product.run(['report', '--out', 'weekly']);
    expect(ran).toMatchObject({ code: 0 });
    for (const name of [
      'toot.txt',
      'alt.txt',
      'chart.png',
      'report.json',
      'site/index.html',
      'site/hosters/hetzner/index.html',
    ]) {
      expect(existsSync(join(product.folder, 'weekly', name)), name).toBe(true);
    }
  });
});

describe('export', { timeout: 90_000 }, () => {
  it('prints the servers, and writes everything into a folder', async () => {
    const printed = await product.run(['export', '--format', 'csv']);
    expect(printed.code).toBe(0);
    const lines = printed.stdout.trim().split('\r\n');
    expect(lines).toHaveLength(4);
    expect(lines[0]).toMatch(/^network,week,domain,status,/);
    expect(lines.find((line) => line.includes(',plain.example,'))).toContain(',hetzner,Hetzner,');

    const written = await product.run(['export', '--format', 'parquet', '--out', 'data']);
    expect(written.code).toBe(0);
    for (const name of [
      'servers.parquet',
      'stays.parquet',
      'report-fediverse.json',
      'report.schema.json',
      'COLUMNS.md',
      'SHA256SUMS',
    ]) {
      expect(existsSync(join(product.folder, 'data', name)), name).toBe(true);
    }
  });

  it('names what is wrong with its options', async () => {
    for (const args of [['--format', 'xml'], ['--format', 'parquet'], ['all']]) {
      expect(await product.run(['export', ...args])).toMatchObject({ code: 2, stdout: '' });
    }
  });
});

describe('serve', { timeout: 90_000 }, () => {
  it('serves the site and fresh looks until it is told to stop', async () => {
    const port = await freePort();
    const serving = product.start(['serve'], {
      environment: { SERVE_PORT: String(port), LOG_LEVEL: 'error' },
    });
    await until(() => serving.stderr().includes('Serving'), 'the server', 60_000);
    // Every address that the bot gives out, served, and as a plain file for any other host.
    const { fields } = offeredProfile({ publicUrl: PUBLIC_URL, contact: null });
    const pages = fields.map(({ value }) => value);
    expect(pages.map((page) => page.replace(PUBLIC_URL, ''))).toEqual(['/', '/method/', '/admins/']);
    for (const page of pages) {
      const { pathname } = new URL(page);
      expect(await ask(port, pathname), page).toMatchObject({ status: 200 });
      expect(existsSync(join(product.dataDir, 'site', pathname, 'index.html')), page).toBe(true);
    }
    const fresh = await ask(port, '/api/lookup?domain=new.example');
    expect(JSON.parse(fresh.body.toString())).toMatchObject({
      domain: 'new.example',
      network: 'fediverse',
      status: 'NOERROR',
      attribution: { hoster: { id: 'ovh' } },
      software: 'lemmy',
      context: { servers: 1 },
    });
    const page = await ask(port, '/api/lookup?domain=hidden.example', { headers: { Accept: 'text/html' } });
    expect(page.body.toString()).toContain(
      'is behind <a href="../hosters/cloudflare/">Cloudflare</a>, which hides who hosts it',
    );
    const server = await ask(port, '/server/?domain=plain.example');
    expect(server.status).toBe(200);
    expect(server.body.toString()).toMatch(/plain\.example is hosted by <a [^>]+>Hetzner<\/a>/);
    expect(server.body.toString()).toMatch(/Where it has been.*Hetzner<\/a>, seen on/s);
    expect((await ask(port, '/server/?domain=new.example')).status).toBe(404);
    const drawn = await ask(port, '/server/badge.svg?domain=hidden.example');
    expect(drawn.body.toString()).toContain('hidden.example: behind Cloudflare, measured');
    const health = await ask(port, '/api/health');
    expect(JSON.parse(health.body.toString())).toMatchObject({
      scans: [{ network: 'fediverse', answered: 3 }],
      neverScanned: ['xmpp', 'matrix', 'web'],
      account: { configured: false },
      bot: { running: false },
      next: { scan: expect.any(String), post: expect.any(String), update: expect.any(String) },
    });
    expect(health.body.toString()).not.toContain(product.dataDir);
    const metrics = await ask(port, '/metrics');
    expect(metrics.body.toString()).toMatch(/^whohosts_scan_answered_servers\{network="fediverse"\} 3$/m);
    const words = await ask(port, '/api/lookup?domain=hetzner', { headers: { Accept: 'text/html' } });
    expect(words.headers.location).toBe('../hosters/hetzner/');
    const opened = await ask(port, '/data/servers.parquet', { headers: { Range: 'bytes=0-3' } });
    expect(opened.body.toString()).toBe('PAR1');
    const ended = await serving.kill('SIGTERM');
    expect(ended.code).toBe(0);
  });

  it('says which variable is wrong, and when the port is taken', async () => {
    const wrong = await product.run(['serve'], {
      environment: { SERVE_PORT: '99999', SERVE_HOST: 'localhost' },
    });
    expect(wrong.code).toBe(2);
    expect(wrong.stderr).toContain('SERVE_PORT: expected a whole number from 1 to 65535');
    expect(wrong.stderr).toContain('SERVE_HOST: expected an IP address');
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as AddressInfo;
    const ran = await product.run(['serve'], { environment: { SERVE_PORT: String(port) } });
    taken.close();
    expect(ran.code).toBe(1);
    expect(ran.stderr).toContain('the port is unavailable');
  });
});
