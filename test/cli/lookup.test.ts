import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ModelInternet, startInternet } from '../model-internet/internet.ts';
import { openProduct, type Product } from '../model-internet/product.ts';

let internet: ModelInternet;
let product: Product;
beforeAll(async () => {
  internet = await startInternet({
    servers: [
      {
        domain: 'plain.example',
        ip: '116.203.1.1',
        ipv6: '2a01:4f8::1',
        software: 'mastodon',
        users: { total: 1200, activeMonth: 300 },
        txt: { _hosting: ['v=hosting1; by=Hetzner; country=DE'] },
      },
      { domain: 'hidden.example', ip: '104.21.5.6', software: 'misskey' },
      { domain: 'xn--blbrtur-fxak.example', ip: '51.254.7.7', software: 'gotosocial' },
      { domain: 'alias.example', cname: ['a.platform.example', 'b.platform.example'], ip: '51.254.7.8' },
      { domain: 'two.example', ip: ['116.203.9.9', '51.254.9.9'] },
      { domain: 'empty.example', behaviour: 'nodata' },
      { domain: 'broken.example', behaviour: 'servfail' },
      {
        domain: 'rude.example',
        ip: '116.203.1.2',
        software: 'evil\u001b[31m\u0007\nroot:',
        users: { total: 5, activeMonth: 1 },
      },
    ],
  });
  product = await openProduct({ environment: internet.environment() });
}, 120_000);
afterAll(async () => {
  await product.discard();
  await internet.stop();
});

const lookup = (...args: string[]) => product.run(['lookup', ...args]);

describe.concurrent('lookup', { timeout: 90_000 }, () => {
  it('gives one JSON document with exactly the keys of the contract', async () => {
    const ran = await lookup('plain.example', '--json');
    expect(ran).toMatchObject({ code: 0, stderr: '' });
    const found = JSON.parse(ran.stdout);
    expect(Object.keys(found)).toEqual([
      ...['domain', 'network', 'status', 'observedAt', 'endpoints', 'cname', 'attribution', 'addresses'],
      ...['agree', 'http', 'software', 'users', 'declared', 'context'],
    ]);
    expect(found).toMatchObject({
      domain: 'plain.example',
      network: 'fediverse',
      status: 'NOERROR',
      endpoints: [{ host: 'plain.example', port: 443, addresses: ['116.203.1.1', '2a01:4f8::1'] }],
      cname: [],
      attribution: { status: 'OK', hoster: { id: 'hetzner' }, front: null, kind: 'hosting' },
      agree: true,
      software: 'mastodon',
      users: { total: 1200, activeMonth: 300 },
      declared: { by: 'Hetzner', country: 'DE' },
      context: null,
    });
    expect(found.addresses.map(({ ip }: { ip: string }) => ip)).toEqual(['116.203.1.1', '2a01:4f8::1']);
    expect(new Date(found.observedAt).toISOString()).toBe(found.observedAt);
  });

  it('does not name a hoster behind a proxy', async () => {
    const { attribution } = JSON.parse((await lookup('hidden.example', '--json')).stdout);
    expect(attribution).toMatchObject({ front: { id: 'cloudflare' }, hoster: null, kind: 'cdn' });
  });

  it('accepts a domain as people write it, and shows it that way', async () => {
    const [json, text] = await Promise.all([
      lookup('BLÅBÆRTUR.example.', '--json'),
      lookup('BLÅBÆRTUR.example.'),
    ]);
    expect(JSON.parse(json.stdout)).toMatchObject({
      domain: 'xn--blbrtur-fxak.example',
      status: 'NOERROR',
      software: 'gotosocial',
    });
    expect(text.stdout).toContain('blåbærtur.example (xn--blbrtur-fxak.example)');
    expect(text.stdout).toContain('OVH');
  });

  it('answers several domains in their order, including those that do not exist', async () => {
    const names = ['nowhere.example', 'alias.example', 'empty.example', 'broken.example', 'two.example'];
    const [json, lines] = await Promise.all([lookup(...names, '--json'), lookup(...names, '--ndjson')]);
    expect(json).toMatchObject({ code: 0, stderr: '' });
    const found = JSON.parse(json.stdout) as { domain: string; status: string; attribution: object | null }[];
    expect(found.map(({ domain }) => domain)).toEqual(names);
    expect(found.map(({ status }) => status)).toEqual([
      ...['NXDOMAIN', 'NOERROR', 'NODATA', 'SERVFAIL', 'NOERROR'],
    ]);
    expect(found[0]).toMatchObject({ attribution: null, addresses: [], endpoints: [], software: null });
    expect(found[1]).toMatchObject({ cname: ['a.platform.example', 'b.platform.example'] });
    expect(found[4]).toMatchObject({ agree: false });
    const again = lines.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).domain);
    expect(again).toEqual(names);
  });

  it('strips control characters from other people’s text before it reaches a terminal', async () => {
    const ran = await lookup('rude.example');
    expect(ran.code).toBe(0);
    expect(ran.stdout).toContain('evil');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not come
    expect(ran.stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
    expect(ran.stdout).not.toMatch(/^root:/m);
  });

  it('stores nothing', async () => {
    await lookup('plain.example');
    const report = await product.run(['report', '--json']);
    expect(report).toMatchObject({ code: 1, stdout: '' });
    expect(report.stderr).toBe(
      'No scan of the fediverse is complete. Run `whohosts scan fediverse` first.\n',
    );
  });

  it('ends when no resolver answers', async () => {
    const ran = await product.run(['lookup', 'plain.example', '--json'], {
      environment: { DNS_SERVERS: '127.0.0.1:9' },
    });
    expect(ran.code).toBe(0);
    expect(JSON.parse(ran.stdout)).toMatchObject({ status: 'TIMEOUT', attribution: null });
  });
});
