import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addressAt } from '../kit/product-database.ts';
import { until } from '../kit/until.ts';
import { type ModelInternet, startInternet } from '../model-internet/internet.ts';
import { type ModelMastodon, startMastodon } from '../model-internet/mastodon/mastodon.ts';
import type { ModelServer } from '../model-internet/networks/server.ts';
import { openProduct, type Product, type Ran } from '../model-internet/product.ts';
import { findSecret } from './canary.ts';
import { readPng } from './png.ts';

const TOKEN = 'canary-7c9e6679f4de944b';
const STATUSES = 'POST /api/v1/statuses';
const servers: readonly ModelServer[] = Array.from({ length: 30 }, (_, index) => ({
  domain: `s${index}.example`,
  ip: addressAt(index % 3 === 0 ? 'ovh' : 'hetzner', index),
}));

let internet: ModelInternet;
const closing: (() => Promise<void>)[] = [];
beforeAll(async () => {
  internet = await startInternet({ servers });
}, 120_000);
afterAll(async () => {
  for (const close of closing) await close();
  await internet.stop();
});

/** A product with a scan, and the environment of an account on a model home server. */
async function settle(): Promise<{
  readonly product: Product;
  readonly home: ModelMastodon;
  readonly account: Readonly<Record<string, string>>;
}> {
  const product = await openProduct({ environment: internet.environment() });
  closing.push(() => product.discard());
  const home = await startMastodon({ token: TOKEN });
  closing.push(() => home.stop());
  const list = await product.write('list.txt', servers.map(({ domain }) => domain).join('\n'));
  expect((await product.run(['scan', 'fediverse', '--no-http', '--list', list])).code).toBe(0);
  return { product, home, account: { MASTODON_URL: home.url, MASTODON_ACCESS_TOKEN: TOKEN } };
}

const weekly = (home: ModelMastodon) => home.posts().filter(({ inReplyToId }) => inReplyToId === null);

describe.concurrent('post', { timeout: 90_000 }, () => {
  it('shows what it would post, and posts it once a week', async () => {
    const { product, home, account } = await settle();
    const dry = await product.run(['post', '--dry-run'], { environment: account });
    expect(dry.code).toBe(0);
    expect(dry.stdout).toContain('Hetzner');
    expect(home.posts()).toEqual([]);
    expect(home.media()).toEqual([]);

    const first = await product.run(['post'], { environment: account });
    expect(first.code).toBe(0);
    expect(first.stderr).toMatch(/^Posted\.$/m);
    const [toot, ...others] = home.posts();
    expect(others).toEqual([]);
    expect(dry.stdout).toContain(toot?.text);
    expect(toot).toMatchObject({ visibility: 'public', inReplyToId: null, language: 'en' });
    expect(toot?.media).toHaveLength(1);
    expect(readPng(toot?.media[0]?.bytes ?? Buffer.alloc(0))).not.toBeNull();
    expect(dry.stdout).toContain(toot?.media[0]?.description);

    const second = await product.run(['post'], { environment: account });
    expect(second.code).toBe(0);
    expect(second.stderr).toContain('this week, has its post already');
    expect(home.posts()).toHaveLength(1);
    expect(await findSecret(TOKEN, product, [dry, first, second])).toEqual([]);
  });

  // The bot looks again only after the longest common proxy timeout, which takes most of this time.
  it('is not posted twice when it is killed between posting and recording it', async () => {
    const { product, home, account } = await settle();
    home.fault({ route: STATUSES, action: { kind: 'silence' }, commit: 'yes' });
    const running = product.start(['post'], { environment: account });
    await home.waitForPost(() => true, 30_000);
    expect((await running.kill('SIGKILL')).signal).toBe('SIGKILL');

    const again = await product.run(['post'], { environment: account });
    expect(again.code).toBe(0);
    expect(again.stderr).toMatch(/^Posted\.$/m);
    const last = await product.run(['post'], { environment: account });
    expect(last.code).toBe(0);
    expect(weekly(home)).toHaveLength(1);
    expect(home.requests.filter(({ method, path }) => `${method} ${path}` === STATUSES)).toHaveLength(1);
  }, 200_000);

  it('needs a scan', async () => {
    const product = await openProduct({ environment: internet.environment() });
    closing.push(() => product.discard());
    const ran = await product.run(['post', '--dry-run']);
    expect(ran).toMatchObject({ code: 1, stdout: '' });
    expect(ran.stderr).toContain('no scan of the fediverse is complete; run one first');
  });
});

describe.concurrent('the bot', { timeout: 90_000 }, () => {
  it('runs as a clearly marked preview without an account, and ends when it is asked to', async () => {
    const { product } = await settle();
    const running = product.start(['run']);
    const preview = join(product.dataDir, 'preview');
    const written = async () => (await readdir(preview).catch(() => [])).sort();
    await until(async () => (await written()).some((name) => name.endsWith('.txt')), 'a preview');
    const ended = await running.kill('SIGTERM');
    expect(ended).toMatchObject({ code: 0, signal: null, stdout: '' });
    expect(ended.stderr).toContain('PREVIEW: no account is configured');
    expect(ended.stderr).toContain(`${product.dataDir}/preview/`);
    const [picture = '', toot = ''] = await written();
    expect(picture).toMatch(/weekly-\d{4}-W\d\d\.png$/);
    expect(readPng(await readFile(join(preview, picture)))).not.toBeNull();
    expect(await readFile(join(preview, toot), 'utf8')).toContain('Hetzner');
  });

  it('answers a mention once, even across a restart', async () => {
    const { product, home, account } = await settle();
    const environment = { ...account, LOG_LEVEL: 'info' };
    home.addAccount({ acct: 'ada@tea.example', displayName: 'Ada' });
    const first = product.start(['run'], { environment });
    await home.waitForStream(30_000);
    const { status } = home.mention({ from: 'ada@tea.example', text: '@whohosts who hosts s1.example?' });
    const reply = await home.waitForPost(({ inReplyToId }) => inReplyToId === status.id, 30_000);
    expect(reply.text).toContain('Hetzner');
    const stopped = await first.kill('SIGTERM');
    expect(stopped).toMatchObject({ code: 0, signal: null });

    const polls = () => home.requests.filter(({ path }) => path === '/api/v1/notifications').length;
    const before = polls();
    const second = product.start(['run'], { environment });
    await home.waitForStream(30_000);
    await until(() => polls() > before, 'a poll after the restart');
    const next = home.mention({ from: 'ada@tea.example', text: '@whohosts and s3.example?' });
    await home.waitForPost(({ inReplyToId }) => inReplyToId === next.status.id, 30_000);
    const ended = await second.kill('SIGINT');
    expect(ended.code).toBe(0);
    expect(home.replies().map(({ inReplyToId }) => inReplyToId)).toEqual([status.id, next.status.id]);
    expect(await findSecret(TOKEN, product, [stopped, ended])).toEqual([]);
  }, 60_000);

  it.each([
    ['post', { MASTODON_URL: 'https://home.example' }, /MASTODON_ACCESS_TOKEN: expected .* got nothing/],
    ['run', { MASTODON_URL: 'https://home.example' }, /npm run -s whohosts -- login/],
    ['run', { MASTODON_ACCESS_TOKEN: TOKEN }, /MASTODON_URL: expected the address of the home server/],
    ['post', { MASTODON_ACCESS_TOKEN: TOKEN }, /MASTODON_URL: expected the address of the home server/],
  ])('does not %s with half an account: %j', async (command, environment, message) => {
    const product = await openProduct();
    closing.push(() => product.discard());
    const ran = await product.run([command], { environment });
    expect(ran).toMatchObject({ code: 2, stdout: '' });
    expect(ran.stderr).toMatch(message);
    expect(await findSecret(TOKEN, product, [ran])).toEqual([]);
  });

  it.each(['run', 'post'])('says what to do about a token that is refused: %s', async (command) => {
    const { product, home, account } = await settle();
    home.revoke(TOKEN);
    const ran: Ran = await product.run([command], { environment: account });
    expect(ran).toMatchObject({ code: 2, stdout: '' });
    expect(ran.stderr).toMatch(
      /^MASTODON_ACCESS_TOKEN: expected a token that .* accepts, got one that it refuses/m,
    );
    expect(ran.stderr).toMatch(/npm run -s whohosts -- login/);
    expect(home.posts()).toEqual([]);
    expect(await findSecret(TOKEN, product, [ran])).toEqual([]);
  });
});
