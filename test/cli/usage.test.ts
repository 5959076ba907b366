import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { COMMANDS } from '../../src/cli/commands.ts';
import { openProduct, type Product } from '../model-internet/product.ts';

let product: Product;
beforeAll(async () => {
  product = await openProduct({ tables: false });
});
afterAll(() => product.discard());

describe('the program', () => {
  it('prints its help on stdout if asked, and on stderr if not', async () => {
    const [asked, bare] = await Promise.all([product.run(['--help']), product.run([])]);
    expect(asked).toMatchObject({ code: 0, stderr: '' });
    for (const [name, { summary }] of Object.entries(COMMANDS)) {
      expect(asked.stdout).toContain(name);
      expect(asked.stdout).toContain(summary);
    }
    expect(bare).toEqual({ ...asked, code: 2, stdout: '', stderr: asked.stdout });
  });

  it.concurrent.each(Object.keys(COMMANDS))('explains %s', async (name) => {
    const ran = await product.run([name, '--help']);
    expect(ran).toMatchObject({ code: 0, stderr: '' });
    expect(ran.stdout).toMatch(new RegExp(`^usage: whohosts ${name}\\b`));
    expect(ran.stdout).toContain(COMMANDS[name]?.summary);
  });

  it.concurrent.each([
    [['frobnicate'], /unknown command "frobnicate".*\n.*expected one of scan, lookup/],
    [['constructor'], /unknown command "constructor"/],
    [['scan'], /NETWORK: expected one of fediverse, xmpp, matrix, web, got nothing/],
    [['scan', 'usenet'], /NETWORK: expected one of fediverse, .*, got "usenet"/],
    [['scan', 'fediverse', 'xmpp'], /expected one network, got also "xmpp"/],
    [['scan', 'fediverse', '--frobnicate'], /'--frobnicate'/],
    [['scan', 'fediverse', '--list'], /--list/],
    [['scan', 'fediverse', '--limit', '0'], /--limit: expected a whole number of at least 1, got "0"/],
    [['scan', 'fediverse', '--limit', '1e3'], /--limit: expected .* got "1e3"/],
    [['scan', 'fediverse', '--sample', '10'], /--sample: expected together with --seed/],
    [['scan', 'fediverse', '--seed', 'x'], /--seed: expected together with --sample/],
    [['scan', 'fediverse', '--sample', '-1', '--seed', 'x'], /--sample/],
    [['scan', 'xmpp', '--software', 'ejabberd'], /--software: expected with fediverse only, got xmpp/],
    [['scan', 'fediverse', '--software', '%'], /--software: expected one of mastodon, .* got "%"/],
    [['lookup'], /DOMAIN: expected at least one domain .* got nothing/],
    [['lookup', 'no domain'], /DOMAIN: expected a domain .* got "no domain", which is not a host name/],
    [['lookup', '192.0.2.1'], /got "192.0.2.1", which is an IP address/],
    [['lookup', 'a.example', '--network', 'usenet'], /--network: expected one of .* got "usenet"/],
    [['attribute', '192.0.2.1'], /expected addresses on standard input, a line each, got 192.0.2.1/],
    [['report', 'fediverse'], /expected no arguments, got fediverse/],
    [['report', '--network', 'usenet'], /--network: expected one of .* got "usenet"/],
    [['post', 'now'], /expected no arguments, got now/],
    [['run', 'now'], /expected no arguments, got now/],
  ])('refuses %j with exit 2, and writes nothing', async (args, message) => {
    const ran = await product.run(args);
    expect(ran).toMatchObject({ code: 2, stdout: '' });
    expect(ran.stderr).toMatch(message);
    expect(ran.stderr).not.toMatch(/\n\s+at /);
    expect(existsSync(product.dataDir)).toBe(false);
  });

  it('lists all mistakes in the environment', async () => {
    const environment = { DNS_SERVERS: 'dns.example', HTTP_CONCURRENCY: 'many' };
    const ran = await product.run(['report'], { environment });
    expect(ran).toMatchObject({ code: 2, stdout: '' });
    expect(ran.stderr).toMatch(/DNS_SERVERS: expected IP:PORT .* got "dns.example"/);
    expect(ran.stderr).toMatch(/HTTP_CONCURRENCY: expected a whole number .* got "many"/);
    expect(existsSync(product.dataDir)).toBe(false);
  });
});

const MEBIBYTE = 1024 * 1024;

describe('a bad list', () => {
  it.concurrent.each([
    ['missing', null, /no such file/],
    ['a folder', 'folder', /is not a file/],
    ['empty', '', /is empty: expected one domain a line/],
    ['nothing but blank lines and comments', '\n  \n# later\n', /is empty/],
    ['binary', Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 1, 2, 3]), /is binary, not a list/],
    ['10 MB on one line', 'a.example '.repeat(MEBIBYTE), /has no domain in it: line 1, .* is too long/],
    ['a CSV with a quote that never ends', 'domain,users\n"a.example,1\n', /has no domain in it: line 2/],
    ['of a web page', '<html>\n<body>404</body>\n', /is a web page or XML, not a list/],
    ['without any domain', 'nothing\nto see\n', /has no domain in it: line 1, "nothing"/],
  ])('%s gets exit 2 and a clear message, and nothing is written', async (name, content, message) => {
    const file = join(product.folder, `${name}.txt`);
    if (content === 'folder') await mkdir(file);
    else if (content !== null) await product.write(`${name}.txt`, content);
    const ran = await product.run(['scan', 'fediverse', '--list', file]);
    expect(ran).toMatchObject({ code: 2, stdout: '' });
    expect(ran.stderr).toMatch(/^whohosts: --list: /);
    expect(ran.stderr).toMatch(message);
    expect(ran.stderr.length).toBeLessThan(1000);
    expect(existsSync(product.dataDir)).toBe(false);
  });
});

describe('a folder that cannot be used', () => {
  // The system does not let anyone make a folder below /proc, root included, and Node's own recursive mkdir
  // never returns there.
  it.concurrent.each([
    ['report', '/proc/whohosts'],
    ['attribute', '/proc/whohosts/state'],
    ['lookup', '/dev/null/state', 'a.example'],
    ['update-data', 'a-file'],
    ['serve', 'a-file'],
  ])('%s with DATA_DIR=%s gets exit 2 and one sentence', async (command, folder, ...more) => {
    const file = await product.write('a-file', 'not a folder');
    const dataDir = folder === 'a-file' ? file : folder;
    const ran = await product.run([command, ...more], {
      environment: { DATA_DIR: dataDir, DNS_SERVERS: '127.0.0.1:9' },
    });
    expect(ran).toMatchObject({ code: 2, stdout: '' });
    expect(ran.stderr).toMatch(/^whohosts: DATA_DIR: expected a folder .*\n$/);
    expect(ran.stderr).toContain(dataDir);
  });
});
