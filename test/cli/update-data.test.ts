import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CompanyEntry } from '../../src/attribution/rules/hosters.ts';
import { text } from '../model-internet/https/routes.ts';
import { type ModelInternet, startInternet } from '../model-internet/internet.ts';
import { openProduct, type Product } from '../model-internet/product.ts';

const fronts: readonly CompanyEntry[] = JSON.parse(
  readFileSync(new URL('../../data/fronts.json', import.meta.url), 'utf8'),
);
const cloudflare = fronts.find(({ id }) => id === 'cloudflare')?.prefixes ?? [];
const blocks = (six: boolean) => cloudflare.filter((prefix) => prefix.includes(':') === six);
const NEW_BLOCK = '203.83.216.0/22';

let internet: ModelInternet;
let product: Product;
beforeAll(async () => {
  internet = await startInternet({
    servers: [
      {
        domain: 'www.cloudflare.com',
        ip: '104.16.1.1',
        routes: {
          '/ips-v4': text([...blocks(false), NEW_BLOCK].join('\n')),
          '/ips-v6': text(blocks(true).join('\n')),
        },
      },
      {
        domain: 'api.fastly.com',
        ip: '151.101.1.1',
        routes: { '/public-ip-list': text('<html>maintenance') },
      },
    ],
  });
  product = await openProduct({ environment: internet.environment() });
});
afterAll(() => Promise.all([product.discard(), internet.stop()]));

describe('update-data', () => {
  it('installs good data, reports bad data, and changes the answers', async () => {
    const ask = () => product.run(['attribute', '--ndjson'], { input: '203.83.217.1\n' });
    expect(JSON.parse((await ask()).stdout).front?.id).not.toBe('cloudflare');

    const ran = await product.run([
      'update-data',
      '--only',
      'cloudflare',
      '--only',
      'fastly',
      '--only',
      'iptoasn',
    ]);
    expect(ran.code).toBe(0);
    expect(ran.stdout).toMatch(/^Cloudflare: data of 20\d\d-\d\d-\d\d$/m);
    expect(ran.stdout).toMatch(
      /^Fastly: FAILED: a web page in place of data; the installed data stays in use$/m,
    );
    expect(ran.stdout).toMatch(/^iptoasn: FAILED: https:\/\/iptoasn\.com\/.*$/m);
    expect(ran.stderr).toContain('Cloudflare: getting https://www.cloudflare.com/ips-v4');
    expect(JSON.parse((await ask()).stdout).front?.id).toBe('cloudflare');
  });

  it('exits 1 if nothing could be updated, and prints JSON', async () => {
    const ran = await product.run(['update-data', '--only', 'fastly', '--json']);
    expect(ran.code).toBe(1);
    expect(JSON.parse(ran.stdout)).toEqual([
      {
        id: 'fastly',
        title: 'Fastly',
        outcome: 'failed',
        date: null,
        problem: 'a web page in place of data',
      },
    ]);
  });

  it('reports a folder that is not writable', async () => {
    const update = (folder: string) =>
      product.run(['update-data', '--only', 'fastly'], { environment: { DATA_DIR: folder } });
    const file = await product.write('file', '');
    const noFolder = await update(file);
    expect(noFolder).toMatchObject({ code: 2, stdout: '' });
    expect(noFolder.stderr).toContain(`DATA_DIR: expected a folder that exists or can be made, got ${file}`);
    // The folder of the databases is a file.
    await product.write('databases', '');
    const noPlace = await update(product.folder);
    expect(noPlace).toMatchObject({ code: 1, stdout: '' });
    expect(noPlace.stderr).toMatch(/databases cannot be used: /);
  });

  it.each([
    [['--only', 'maxmind'], /--only: expected one of iptoasn, .* got "maxmind"/],
    [['now'], /expected no arguments, got now/],
  ])('refuses %j', async (args, message) => {
    const ran = await product.run(['update-data', ...args]);
    expect(ran).toMatchObject({ code: 2, stdout: '' });
    expect(ran.stderr).toMatch(message);
  });
});
