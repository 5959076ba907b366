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
  it('says what it can do when it is asked, and on stderr when it is not', async () => {
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
    [['frobnicate'], /"frobnicate" is no command.*\n.*expected one of scan, lookup/],
    [['constructor'], /"constructor" is no command/],
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

  it('names every mistake of the environment', async () => {
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
    ['a folder', 'folder', /is no file/],
    ['empty', '', /is empty: expected one domain a line/],
    ['nothing but blank lines and comments', '\n  \n# later\n', /is empty/],
    ['binary', Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 1, 2, 3]), /is binary, not a list/],
    ['10 MB on one line', 'a.example '.repeat(MEBIBYTE), /has 10485760 characters on line 1/],
    ['a CSV with a quote that never ends', 'domain,users\n"a.example,1\nb.example,2\n', /no well-formed CSV/],
    ['without any domain', '<html>\n<body>404</body>\n', /has no domain in it: line 1, "<html>"/],
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
  // Below /proc nobody can make a folder, root included, and Node's own recursive mkdir never returns there.
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
