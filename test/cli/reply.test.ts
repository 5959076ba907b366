import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ModelInternet, startInternet } from '../model-internet/internet.ts';
import { openProduct, type Product } from '../model-internet/product.ts';

let internet: ModelInternet;
let product: Product;
let bare: Product;
beforeAll(async () => {
  internet = await startInternet({
    servers: [
      { domain: 'plain.example', ip: '116.203.1.1', software: 'mastodon' },
      { domain: 'other.example', ip: '51.254.7.7', software: 'mastodon' },
    ],
  });
  product = await openProduct({ environment: internet.environment() });
  bare = await openProduct({ tables: false });
}, 120_000);
afterAll(async () => {
  await product.discard();
  await bare.discard();
  await internet.stop();
});

describe.concurrent('reply', { timeout: 90_000 }, () => {
  it('prints what the bot would answer, with exactly the keys of the contract', async () => {
    const ran = await product.run([
      ...['reply', 'plain.example', '--language', 'de', '--visibility', 'private', '--json'],
    ]);
    expect(ran).toMatchObject({ code: 0, stderr: '' });
    const document = JSON.parse(ran.stdout);
    expect(Object.keys(document)).toEqual(['request', 'text', 'visibility', 'language', 'spoiler']);
    expect(document).toMatchObject({
      request: { kind: 'domains', domains: ['plain.example'], network: 'fediverse' },
      visibility: 'direct',
      language: 'de',
    });
    expect(document.text).toMatch(/^@asker plain\.example liegt bei Hetzner/);
  });

  it('prints the text alone without --json, and reads HTML and stdin', async () => {
    const html =
      '<p><a href="https://home.example/@whohosts" class="u-url mention">@<span>whohosts</span></a>';
    const ran = await product.run(['reply', '-'], {
      input: `${html} compare plain.example other.example</p>`,
    });
    expect(ran).toMatchObject({ code: 0, stderr: '' });
    expect(ran.stdout).toMatch(/^@asker They are with different companies\.\n\nplain\.example is hosted by /);
  });

  it('reads the request alone with --no-lookup, and needs no data folder for it', async () => {
    const ran = await bare.run([
      ...[
        'reply',
        '@bot@my.example',
        'bücher.example',
        '--account',
        'bot@my.example',
        '--no-lookup',
        '--json',
      ],
    ]);
    expect(ran).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse(ran.stdout)).toEqual({
      request: { kind: 'domains', domains: ['xn--bcher-kva.example'], network: 'fediverse' },
      visibility: 'unlisted',
      language: 'en',
      spoiler: '',
    });
    expect(existsSync(bare.dataDir)).toBe(false);
  });

  it.each([
    ['help', [], 'help'],
    ['top xmpp', [], 'top'],
    ['delete', ['--in-thread'], 'delete'],
    [
      'I found no domain in that. Mention me with a name such as mastodon.social, and I will tell you who hosts it.',
      ['--in-thread'],
      'silent',
    ],
  ] as const)('recognises the kind of %j', async (text, options, kind) => {
    const ran = await bare.run(['reply', text, '--no-lookup', '--json', ...options]);
    expect(JSON.parse(ran.stdout).request).toMatchObject({ kind, domains: [] });
  });

  it.each([
    [[], /TEXT: expected the text of a mention/],
    [['a.example', '--visibility', 'loud'], /--visibility: expected one of public, .* got "loud"/],
    [['a.example', '--language', '?'], /--language: expected a language tag .* got "\?"/],
    [['a.example', '--account', 'whohosts'], /--account: expected USER@HOST .* got "whohosts"/],
  ])('refuses %j with exit 2', async (args, message) => {
    const ran = await bare.run(['reply', ...args]);
    expect(ran).toMatchObject({ code: 2, stdout: '' });
    expect(ran.stderr).toMatch(message);
  });
});
