import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStore } from '../../src/store/store.ts';
import { until } from '../kit/until.ts';
import { type ModelInternet, startInternet } from '../model-internet/internet.ts';
import {
  type MastodonOptions,
  type ModelMastodon,
  startMastodon,
} from '../model-internet/mastodon/mastodon.ts';
import { openProduct, type Product } from '../model-internet/product.ts';

let internet: ModelInternet;
const closing: (() => Promise<void>)[] = [];
beforeAll(async () => {
  internet = await startInternet({ servers: [{ domain: 's1.example', ip: '116.203.1.1' }] });
}, 120_000);
afterAll(async () => {
  for (const close of closing) await close();
  await internet.stop();
});

async function settle(
  options: MastodonOptions = {},
): Promise<{ readonly product: Product; readonly home: ModelMastodon }> {
  const home = await startMastodon(options);
  closing.push(() => home.stop());
  const product = await openProduct({
    environment: {
      ...internet.environment(),
      LOG_LEVEL: 'info',
      MASTODON_URL: home.url,
      MASTODON_ACCESS_TOKEN: home.token,
    },
  });
  closing.push(() => product.discard());
  return { product, home };
}

const runs = (running: { stderr(): string }) => running.stderr().includes('the bot runs');

describe.concurrent('run', { timeout: 90_000 }, () => {
  it('locks its data against a second one, until it ends', async () => {
    const { product, home } = await settle();
    const first = product.start(['run']);
    await until(() => runs(first), 'the first runs');
    const second = await product.run(['run']);
    expect(second).toMatchObject({ code: 1, stdout: '' });
    expect(second.stderr).toContain('Another `run` is at work with');
    await first.kill('SIGKILL');
    const third = product.start(['run']);
    await until(() => runs(third), 'the third runs');
    expect((await third.kill('SIGTERM')).code).toBe(0);
    expect(home.bot.bot).toBe(true);
    expect(third.stderr()).not.toContain('flagged');
    expect(third.stderr()).toMatch(/There is no scan yet.* begins at \d.*\n.*scan fediverse/);
    expect(first.stderr()).toContain('the account was not flagged as a bot: it is now');
    expect(home.bot.noteSource).toBe('');
  });

  it('says on the first day what happens when and how to start, and goodbye at the end', async () => {
    const product = await openProduct({ environment: internet.environment() });
    closing.push(() => product.discard());
    const running = product.start(['run']);
    await until(() => running.stderr().includes('npm start -- --scan'), 'it offers a first scan');
    const ended = await running.kill('SIGINT');
    expect(ended.code).toBe(0);
    for (const what of ['scan', 'weekly post', 'address data'])
      expect(ended.stderr).toMatch(new RegExp(`^Next ${what}: \\w{3},? \\d.* in \\d+ \\w+$`, 'm'));
    expect(ended.stderr).toContain('Stopped. Everything is kept; `npm start` goes on where it was.');
    const scanning = product.start(['run', '--scan']);
    await until(() => scanning.stderr().includes('A scan begins now: fediverse, xmpp'), 'it scans');
    expect((await scanning.kill('SIGINT')).code).toBe(0);
  });

  it('is reported by `status` if it was killed, but not if it was stopped', async () => {
    const { product } = await settle();
    const list = await product.write('list.txt', 's1.example\n');
    expect((await product.run(['scan', 'fediverse', '--no-http', '--list', list])).code).toBe(0);
    const ended = /ended without being stopped/;
    const first = product.start(['run']);
    await until(() => runs(first), 'it runs');
    expect(JSON.parse((await product.run(['status', '--json'])).stdout)).toMatchObject({
      bot: { running: true, crashedSince: null },
    });
    await first.kill('SIGKILL');
    const missed = await product.run(['status']);
    expect(missed.code).toBe(1);
    expect(missed.stdout).toMatch(ended);
    const second = product.start(['run']);
    await until(() => runs(second), 'it runs again');
    await second.kill('SIGTERM');
    expect((await product.run(['status'])).stdout).not.toMatch(ended);
  });

  it('warns about a token with too few scopes, before a post is refused', async () => {
    const { product, home } = await settle({ traits: { scopes: ['read', 'write:statuses'] } });
    const running = product.start(['run']);
    await until(() => running.stderr().includes('"missing":["write:media"]'), 'it warns');
    expect((await running.kill('SIGTERM')).code).toBe(0);
    expect(home.posts()).toEqual([]);
  });

  it('reports that the port of the site is taken', async () => {
    const { product, home } = await settle();
    const ran = await product.run(['run'], { environment: { SERVE_PORT: new URL(home.url).port } });
    expect(ran).toMatchObject({ code: 1, stdout: '' });
    expect(ran.stderr).toContain('SERVE_PORT, SERVE_HOST: the port is unavailable');
    expect(home.posts()).toEqual([]);
  });

  it('makes a weekly post that was due while it was not running, once', async () => {
    const { product, home } = await settle();
    const list = await product.write('list.txt', 's1.example\n');
    expect((await product.run(['scan', 'fediverse', '--no-http', '--list', list])).code).toBe(0);
    const store = openStore(join(product.dataDir, 'whohosts.db'));
    const watched = `posting watched ${home.url}`;
    const hours = (count: number) => new Date(Date.now() - count * 3_600_000).toISOString();
    store.settings.set(watched, hours(30));
    // A time within the last day, whatever the time is now.
    const environment = { POST_CRON: '7 * * * *' };
    const first = product.start(['run'], { environment });
    await home.waitForPost(({ inReplyToId }) => inReplyToId === null, 40_000);
    expect((await first.kill('SIGTERM')).code).toBe(0);
    store.settings.set(watched, hours(30));
    store.close();
    const second = product.start(['run'], { environment });
    await until(() => second.stderr().includes('"post":"exists"'), 'it sees that the post is there');
    expect((await second.kill('SIGTERM')).code).toBe(0);
    expect(home.posts()).toHaveLength(1);
  });

  it('scans every network by schedule, even if one fails, and answers meanwhile', async () => {
    const { product, home } = await settle();
    const running = product.start(['run'], { environment: { SCAN_CRON: '* * * * * *' } });
    await until(() => runs(running), 'it runs');
    // The model internet has no real lists, so each network fails, one after another.
    const failed = (network: string) =>
      running
        .stderr()
        .split('\n')
        .some((line) => line.includes('no scan') && line.includes(`"network":"${network}"`));
    await until(() => ['fediverse', 'xmpp', 'matrix', 'web'].every(failed), 'all four were tried', 80_000);
    const { status } = home.mention({ from: 'ada@tea.example', text: 's1.example' });
    const reply = await home.waitForPost(({ inReplyToId }) => inReplyToId === status.id, 20_000);
    expect(reply.text).toContain('Hetzner');
    expect((await running.kill('SIGTERM')).code).toBe(0);
    expect(await readdir(product.dataDir)).toContain('whohosts.db');
  });
});
