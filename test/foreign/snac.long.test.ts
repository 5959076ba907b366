import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { logIn } from '../kit/log-in.ts';
import { addressAt } from '../kit/product-database.ts';
import { until } from '../kit/until.ts';
import { type ModelInternet, startInternet } from '../model-internet/internet.ts';
import { openProduct, type Product } from '../model-internet/product.ts';
import { describeWith } from './programs.ts';
import { type Snac, type SnacAccount, startSnac } from './snac.ts';

const servers = Array.from({ length: 12 }, (_, index) => ({
  domain: `s${index}.example`,
  ip: addressAt(index % 3 === 0 ? 'ovh' : 'hetzner', index),
}));

describeWith('snac2')('on snac, a home server that others wrote', { timeout: 180_000 }, () => {
  let internet: ModelInternet;
  let snac: Snac;
  let ada: SnacAccount;
  let product: Product;

  beforeAll(async () => {
    internet = await startInternet({ servers });
    snac = await startSnac();
    await snac.addAccount('whohosts');
    ada = await snac.addAccount('ada');
    product = await openProduct({ environment: internet.environment() });
    const list = await product.write('list.txt', servers.map(({ domain }) => domain).join('\n'));
    expect((await product.run(['scan', 'fediverse', '--no-http', '--list', list])).code).toBe(0);
  }, 180_000);
  afterAll(async () => {
    await product.discard();
    await snac.stop();
    await internet.stop();
  });

  const posts = () => snac.posts('whohosts');
  const replies = async (to: string) => (await posts()).filter(({ in_reply_to_id }) => in_reply_to_id === to);

  it('it logs in, and fills its profile', async () => {
    const ran = await logIn(product, ['login', snac.url, '--profile'], (page) =>
      snac.agree(page, 'whohosts'),
    );
    expect(ran.stderr).toContain('The token is that of @whohosts');
    expect(ran.code).toBe(0);
    expect(readFileSync(join(product.folder, '.env'), 'utf8')).toContain(`MASTODON_URL=${snac.url}`);
  });

  it('it makes the weekly post with its picture and alt text, once', async () => {
    const first = await product.run(['post']);
    expect(first.stderr).toMatch(/^Posted\.$/m);
    const [weekly, ...others] = (await posts()).filter(({ in_reply_to_id }) => in_reply_to_id === null);
    expect(others).toEqual([]);
    expect(weekly?.content).toContain('Hetzner');
    expect(weekly?.media_attachments[0]?.description).toContain('Hetzner');
    expect((await product.run(['post'])).code).toBe(0);
    expect((await posts()).filter(({ in_reply_to_id }) => in_reply_to_id === null)).toHaveLength(1);
  });

  it('it answers a mention, and tells the operator that snac knows no way to remove the answer', async () => {
    const running = product.start(['run'], { environment: { LOG_LEVEL: 'warn' } });
    const mention = await ada.post('@whohosts who hosts s1.example?');
    await until(async () => (await replies(mention.id)).length > 0, 'a reply', 60_000);
    const [reply] = await replies(mention.id);
    expect(reply?.content).toContain('s1.example is hosted by Hetzner');
    await ada.post('@whohosts delete', reply?.id ?? '');
    await until(
      async () => running.stderr().includes('not removed yet') || (await replies(mention.id)).length === 0,
      'a try to remove it',
      60_000,
    );
    expect((await running.kill('SIGTERM')).code).toBe(0);
  });

  it('it answers what came while it was away, once, also when it is killed on the way', async () => {
    const mention = await ada.post('@whohosts mentions s2.example and s3.example: who hosts these?');
    // snac hands a mention over by its queue.
    const killed = product.start(['run']);
    await until(async () => (await replies(mention.id)).length > 0, 'a reply', 60_000);
    await killed.kill('SIGKILL');
    const second = await ada.post('@whohosts who hosts s4.example?');
    const again = product.start(['run']);
    await until(async () => (await replies(second.id)).length > 0, 'a second reply', 150_000);
    expect((await again.kill('SIGTERM')).code).toBe(0);
    expect(await replies(mention.id)).toHaveLength(1);
    expect(await replies(second.id)).toHaveLength(1);
  });
});
