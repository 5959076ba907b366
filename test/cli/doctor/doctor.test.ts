import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Check } from '../../../src/cli/doctor/check.ts';
import { type ModelInternet, startInternet } from '../../model-internet/internet.ts';
import { type ModelMastodon, startMastodon } from '../../model-internet/mastodon/mastodon.ts';
import { openProduct, type Product } from '../../model-internet/product.ts';

let internet: ModelInternet;
let mastodon: ModelMastodon;
let product: Product;
beforeAll(async () => {
  internet = await startInternet({ servers: [{ domain: 'example.com', ip: '93.184.215.14' }] });
  mastodon = await startMastodon();
  product = await openProduct({ environment: internet.environment() });
});
afterAll(() => Promise.all([product.discard(), internet.stop(), mastodon.stop()]));

describe('doctor', () => {
  it('checks everything, in text and in JSON, and exits 0 if nothing fails', async () => {
    const environment = { MASTODON_URL: mastodon.url, MASTODON_ACCESS_TOKEN: mastodon.token };
    const [text, json] = await Promise.all([
      product.run(['doctor'], { environment }),
      product.run(['doctor', '--json'], { environment }),
    ]);
    expect(text).toMatchObject({ code: 0, stderr: '' });
    const checks: readonly Check[] = JSON.parse(json.stdout);
    const names = new Set(checks.map(({ name }) => name.replace(/ 127.*/, '')));
    expect([...names]).toEqual([
      'node',
      'configuration',
      'contact',
      'public URL',
      'data folder',
      'database',
      'DNS',
      'reference tables',
      'address data',
      'account',
      'bot flag',
      'scopes',
      'limits',
      'clock',
    ]);
    for (const { level, name } of checks) expect(text.stdout).toContain(`${level.padEnd(4)}  ${name}: `);
    expect(text.stdout + json.stdout).not.toContain(mastodon.token);
  });

  it('exits 1 when something fails, and says what to do', async () => {
    const environment = { MASTODON_URL: mastodon.url, MASTODON_ACCESS_TOKEN: 'wrong' };
    const ran = await product.run(['doctor'], { environment });
    expect(ran.code).toBe(1);
    expect(ran.stdout).toMatch(
      /^FAIL {2}account: MASTODON_ACCESS_TOKEN: .* that it refuses \(401\)\n {6}-> Run .*login/m,
    );
    // In the words of `run`.
    const started = await product.run(['run'], { environment });
    expect(started.code).toBe(2);
    for (const line of started.stderr.trim().split('\n').slice(-2)) expect(ran.stdout).toContain(line);
  });

  it('takes no arguments', async () => {
    expect(await product.run(['doctor', 'now'])).toMatchObject({ code: 2, stdout: '' });
  });
});
