import { afterAll, beforeAll, expect, it } from 'vitest';
import { look } from '../kit/product-database.ts';
import { type ModelInternet, startInternet } from '../model-internet/internet.ts';
import { openProduct, type Product } from '../model-internet/product.ts';

/*
 * Lists as people bring them, through the command: no row spoils another, and each is told by its line.
 */

const NAMES = ['alpha.example', 'beta.example', 'gamma.example'];

let internet: ModelInternet;
let product: Product;
beforeAll(async () => {
  internet = await startInternet({
    servers: NAMES.map((domain, at) => ({ domain, ip: `116.203.9.${at + 1}` })),
  });
  product = await openProduct({ environment: internet.environment() });
}, 60_000);
afterAll(async () => {
  await product?.discard();
  await internet?.stop();
});

const utf16 = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le');

it.each<[what: string, text: string | Buffer, told: readonly (string | RegExp)[]]>([
  ['NDJSON', NAMES.map((domain) => JSON.stringify({ domain })).join('\n'), []],
  [
    'a quote that never closes',
    `domain,note\nalpha.example,x\n"bad.example,x\nbeta.example,x\ngamma.example,x\n`,
    [/line 3/, /quote that never closes/],
  ],
  [
    'a port, a link and an address',
    `${NAMES.join('\n')}\nd.example:8080\n[e](https://e.example)\n192.0.2.1\n`,
    [/line 4/, /port/, /Markdown/, /IP address/],
  ],
  ['CSV without a header, names first', NAMES.map((name) => `${name}, some text`).join('\n'), []],
  [
    'a header that comes again',
    `domain,n\n${NAMES.map((name) => `${name},1\ndomain,n`).join('\n')}\n`,
    [/line 3/],
  ],
  ['UTF-16 with a byte order mark', utf16(NAMES.join('\r\n')), []],
])('%s', async (what, text, told) => {
  const list = await product.write(`${what.replaceAll(/\W/g, '-')}.txt`, text);
  const ran = await product.run(['scan', 'fediverse', '--no-http', '--list', list]);
  expect(ran, ran.stderr).toMatchObject({ code: 0 });
  look(product, ({ scans, history }) => {
    const scan = scans.latest('fediverse');
    const found = history.servers(scan?.id ?? 0);
    expect(found.map(({ domain, status }) => [domain, status])).toEqual(
      NAMES.map((name) => [name, 'NOERROR']),
    );
  });
  for (const each of told) expect(ran.stderr).toMatch(each);
  if (told.length === 0) expect(ran.stderr).not.toMatch(/line \d/);
});
