import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openProduct, type Product } from '../model-internet/product.ts';

let product: Product;
beforeAll(async () => {
  product = await openProduct();
}, 120_000);
afterAll(() => product.discard());

async function attribute(input: string | Uint8Array): Promise<Record<string, unknown>[]> {
  const ran = await product.run(['attribute', '--ndjson'], { input });
  expect(ran).toMatchObject({ code: 0, stderr: '' });
  return ran.stdout
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line));
}

const KEYS = [
  ...['input', 'status', 'ip', 'asn', 'asName', 'prefix', 'hoster', 'front', 'operator', 'kind', 'location'],
  'evidence',
];

describe('attribute', { timeout: 90_000 }, () => {
  it('answers each address with all known fields, and null for unknown ones', async () => {
    const [hetzner, cloudflare, ipv6] = await attribute('116.203.1.1\n104.21.5.6\n2A01:4F8::1\n');
    for (const answer of [hetzner, cloudflare, ipv6])
      expect(Object.keys(answer ?? {}).sort()).toEqual([...KEYS].sort());
    expect(hetzner).toMatchObject({
      input: '116.203.1.1',
      status: 'OK',
      ip: '116.203.1.1',
      asn: 24940,
      hoster: { id: 'hetzner', name: 'Hetzner', country: 'DE' },
      front: null,
      operator: null,
      kind: 'hosting',
      location: { country: 'DE' },
    });
    expect(cloudflare).toMatchObject({
      status: 'OK',
      hoster: null,
      front: { id: 'cloudflare' },
      kind: 'cdn',
    });
    expect(ipv6).toMatchObject({
      input: '2A01:4F8::1',
      status: 'OK',
      ip: '2a01:4f8::1',
      hoster: { id: 'hetzner' },
    });
  });

  it('answers every line once, in order, whatever it contains', async () => {
    const long = '1'.repeat(300_000);
    const lines: readonly (readonly [string, string])[] = [
      ['116.203.1.1', 'OK'],
      ['', 'INVALID'],
      ['   ', 'INVALID'],
      ['116.203.1.1\r', 'OK'],
      ['\t116.203.1.1 ', 'OK'],
      ['116.203.1.1\r116.203.1.1', 'INVALID'],
      ['116.203.1.1\u2028116.203.1.1', 'INVALID'],
      ['10.0.0.1', 'NOT_PUBLIC'],
      ['127.0.0.1', 'NOT_PUBLIC'],
      ['::1', 'NOT_PUBLIC'],
      ['192.0.2.1', 'NOT_PUBLIC'],
      ['2001:db8::1', 'NOT_PUBLIC'],
      ['255.255.255.255', 'NOT_PUBLIC'],
      ['256.1.1.1', 'INVALID'],
      ['1.1.1', 'INVALID'],
      ['0x74.203.1.1', 'INVALID'],
      ['116.203.1.1/32', 'INVALID'],
      ['116.203.1.1:80', 'INVALID'],
      ['fe80::1%eth0', 'INVALID'],
      ['hetzner.example', 'INVALID'],
      ['{"__proto__":1}', 'INVALID'],
      ['constructor', 'INVALID'],
      ['\u0000\u001b[31m', 'INVALID'],
      ['💥', 'INVALID'],
      [long, 'INVALID'],
      ['::ffff:116.203.1.1', 'OK'],
      ['116.203.1.1', 'OK'],
    ];
    const answers = await attribute(lines.map(([line]) => line).join('\n'));
    expect(answers.map(({ status }) => status)).toEqual(lines.map(([, status]) => status));
    expect(answers.map(({ input }) => input)).toEqual(lines.map(([line]) => line.slice(0, 200).trim()));
    expect(answers.at(-1)).toEqual({ ...answers[0] });
  });

  it('accepts bytes that are not UTF-8, and empty input', async () => {
    const [bytes, nothing] = await Promise.all([
      attribute(Buffer.concat([Buffer.from([0xff, 0xfe, 0x0a, 0xc3, 0x0a]), Buffer.from('9.9.9.9')])),
      attribute(''),
    ]);
    expect(bytes.map(({ status }) => status)).toEqual(['INVALID', 'INVALID', 'OK']);
    expect(nothing).toEqual([]);
  });

  it('ends quietly when the reader leaves, as with `| head -1`', async () => {
    const running = product.start(['attribute', '--ndjson'], { input: '116.203.1.1\n'.repeat(400_000) });
    while (running.stdout() === '') await once(running.output, 'data');
    running.output.destroy();
    const ran = await running.ended;
    expect(ran).toMatchObject({ code: 0, stderr: '' });
    expect(ran.stdout.length).toBeLessThan(400_000 * 100);
  });

  it('has a format for people', async () => {
    const ran = await product.run(['attribute'], { input: '116.203.1.1\n10.0.0.1\n' });
    const [first = '', second = ''] = ran.stdout.split('\n');
    expect(first).toContain('Hetzner');
    expect(second).toContain('10.0.0.1');
  });
});
