import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStore } from '../../src/store/store.ts';
import { type ModelInternet, startInternet } from '../model-internet/internet.ts';
import {
  type MastodonOptions,
  type ModelMastodon,
  startMastodon,
} from '../model-internet/mastodon/mastodon.ts';
import { openProduct, type Product, until } from '../model-internet/product.ts';

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
  it('keeps a second one away from its data, and nobody after its end', async () => {
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
    expect(first.stderr()).toContain('the account was not flagged as a bot: it is now');
    expect(home.bot.noteSource).toBe('');
  });

  it('warns of a token that may not do all, before a post is refused', async () => {
    const { product, home } = await settle({ traits: { scopes: ['read', 'write:statuses'] } });
    const running = product.start(['run']);
    await until(() => running.stderr().includes('"missing":["write:media"]'), 'it warns');
    expect((await running.kill('SIGTERM')).code).toBe(0);
    expect(home.posts()).toEqual([]);
  });

  it('says so where the port of the site is taken', async () => {
    const { product, home } = await settle();
    const ran = await product.run(['run'], { environment: { SERVE_PORT: new URL(home.url).port } });
    expect(ran).toMatchObject({ code: 1, stdout: '' });
    expect(ran.stderr).toContain('SERVE_PORT, SERVE_HOST: the port cannot be had');
    expect(home.posts()).toEqual([]);
  });

  it('makes the weekly post that fell due while it was away, once', async () => {
    const { product, home } = await settle();
    const list = await product.write('list.txt', 's1.example\n');
    expect((await product.run(['scan', 'fediverse', '--no-http', '--list', list])).code).toBe(0);
    const store = openStore(join(product.dataDir, 'whohosts.db'));
    const watched = `posting watched ${home.url}`;
    const hours = (count: number) => new Date(Date.now() - count * 3_600_000).toISOString();
    store.settings.set(watched, hours(30));
    // Somewhere in the last day, whatever the time is.
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

  it('scans every network by schedule, whatever becomes of each, and answers meanwhile', async () => {
    const { product, home } = await settle();
    const running = product.start(['run'], { environment: { SCAN_CRON: '* * * * * *' } });
    await until(() => runs(running), 'it runs');
    // No list of the real world is to be had from the model internet: each network fails, one after another.
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
