import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ModelInternet, startInternet } from '../model-internet/internet.ts';
import { modelFediverse } from '../model-internet/networks/fediverse.ts';
import { openProduct, type Product } from '../model-internet/product.ts';
import { readPng } from './png.ts';

const servers = modelFediverse({ count: 400, seed: 'report' }).filter(
  ({ behaviour }) => behaviour !== 'silent',
);
const LARGEST_CHART = 40_000;

let internet: ModelInternet;
let product: Product;
beforeAll(async () => {
  internet = await startInternet({ servers });
  product = await openProduct({ environment: internet.environment() });
  const list = await product.write('list.txt', servers.map(({ domain }) => domain).join('\n'));
  expect((await product.run(['scan', 'fediverse', '--no-http', '--list', list])).code).toBe(0);
}, 120_000);
afterAll(async () => {
  await product.discard();
  await internet.stop();
});

describe('report', { timeout: 90_000 }, () => {
  it('writes the toot, its alt text, the chart and the figures into a folder', async () => {
    const out = join(product.folder, 'a', 'report');
    const [ran, json] = await Promise.all([
      product.run(['report', '--out', out]),
      product.run(['report', '--json']),
    ]);
    expect(ran).toMatchObject({ code: 0, stdout: '' });
    expect(await readdir(out)).toEqual(
      expect.arrayContaining(['alt.txt', 'chart.png', 'report.json', 'toot.txt']),
    );
    const [toot, alt, report] = await Promise.all(
      ['toot.txt', 'alt.txt', 'report.json'].map((name) => readFile(join(out, name), 'utf8')),
    );
    expect(toot?.trim().length).toBeGreaterThan(50);
    expect([...(toot ?? '')].length).toBeLessThanOrEqual(501);
    expect(alt?.trim().length).toBeGreaterThan(100);
    expect([...(alt ?? '')].length).toBeLessThanOrEqual(1501);
    expect(JSON.parse(report ?? '')).toEqual(JSON.parse(json.stdout));
    const chart = await readFile(join(out, 'chart.png'));
    expect(chart.length).toBeLessThanOrEqual(LARGEST_CHART);
    const size = readPng(chart);
    expect(size?.width).toBeGreaterThanOrEqual(1000);
    expect(size?.height).toBeGreaterThanOrEqual(500);
  });

  it('shows its figures as tables by default', async () => {
    const [ran, json] = await Promise.all([product.run(['report']), product.run(['report', '--json'])]);
    expect(ran).toMatchObject({ code: 0, stderr: '' });
    const { answered, sampled, hosters } = JSON.parse(json.stdout);
    expect(ran.stdout).toContain(`${answered} of ${sampled} answered`);
    expect(ran.stdout).toMatch(new RegExp(`^${hosters[0].name} +${hosters[0].servers} `, 'm'));
  });

  it('keeps the networks separate', async () => {
    const ran = await product.run(['report', '--network', 'xmpp', '--json']);
    expect(ran).toMatchObject({ code: 1, stdout: '' });
    expect(ran.stderr).toBe('No scan of the xmpp is complete. Run `whohosts scan xmpp` first.\n');
  });
});
