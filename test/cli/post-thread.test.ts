import { afterAll, beforeAll, expect, it } from 'vitest';
import { addressAt } from '../kit/product-database.ts';
import { until } from '../kit/until.ts';
import { type ModelInternet, startInternet } from '../model-internet/internet.ts';
import { type ModelMastodon, startMastodon } from '../model-internet/mastodon/mastodon.ts';
import { openProduct, type Product } from '../model-internet/product.ts';

const STATUSES = 'POST /api/v1/statuses';
const domains = Array.from({ length: 40 }, (_, index) => `s${index}.example`);

let internet: ModelInternet;
let product: Product;
let home: ModelMastodon;
let environment: Record<string, string>;
beforeAll(async () => {
  const servers = domains.map((domain, index) => ({ domain, ip: addressAt('hetzner', index) }));
  internet = await startInternet({ servers });
  home = await startMastodon();
  product = await openProduct({ environment: internet.environment() });
  environment = { MASTODON_URL: home.url, MASTODON_ACCESS_TOKEN: home.token };
  const list = await product.write('list.txt', domains.join('\n'));
  const scan = ['scan', 'fediverse', '--no-http', '--list', list];
  expect((await product.run(scan)).code).toBe(0);
  for (const [index, domain] of domains.slice(0, 7).entries())
    internet.change(domain, { ip: addressAt('ovh', index) });
  expect((await product.run(scan)).code).toBe(0);
}, 120_000);
afterAll(async () => {
  await product.discard();
  await home.stop();
  await internet.stop();
});

it('shows and posts both when servers have moved, each once even if it is killed in between', {
  timeout: 100_000,
}, async () => {
  const dry = await product.run(['post', '--dry-run'], { environment });
  expect(dry.code).toBe(0);
  expect(dry.stdout).toContain('[second post, in answer to the first]\n');
  expect(dry.stdout).toContain('Hetzner → OVH');
  expect(home.posts()).toEqual([]);

  // The second post has to wait. The command is killed then, and the next one finds the post in the outbox.
  home.fault({ route: STATUSES, after: 1, action: { kind: 'rate-limit', resetInMs: 3000 } });
  const running = product.start(['post'], { environment: { ...environment, LOG_LEVEL: 'warn' } });
  await until(() => running.stderr().includes('not posted yet'), 'the second is refused for now', 40_000);
  expect((await running.kill('SIGKILL')).signal).toBe('SIGKILL');
  expect(home.posts()).toHaveLength(1);

  const again = await product.run(['post'], { environment });
  expect(again).toMatchObject({ code: 0 });
  expect(again.stderr).toMatch(/^Posted/m);
  const last = await product.run(['post'], { environment });
  expect(last.stderr).toContain('this week, has its post already');

  const [first, second, ...others] = home.posts();
  expect(others).toEqual([]);
  expect(second).toMatchObject({ inReplyToId: first?.id, visibility: 'unlisted', language: first?.language });
  for (const text of [first?.text, second?.text]) expect(dry.stdout).toContain(text);
});
