import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readList, readListFile } from '../../src/lists/list-file.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

function domainsOf(text: string): readonly string[] {
  const read = readList(bytes(text), 'list');
  if (!read.ok) throw new Error(read.problem);
  return read.list.domains;
}

describe('a list of servers', () => {
  it('has one domain per line, in any case, with or without the trailing dot, without duplicates', () => {
    const read = readList(bytes('# ours\nExample.ORG.\r\n\n  b.example \nexample.org\n'), 'list');
    expect(read).toMatchObject({
      ok: true,
      list: { source: 'list', domains: ['example.org', 'b.example'], duplicates: 1, junk: [] },
    });
  });

  it('may be a CSV with a column domain, at any position and among any others', () => {
    expect(domainsOf('software,Domain,users\nmastodon,a.example,"1,000"\n"x\ny",b.example,2\n')).toEqual([
      'a.example',
      'b.example',
    ]);
    expect(domainsOf('"users, all",domain\n"1,000",a.example\n')).toEqual(['a.example']);
    expect(domainsOf('domain;ip\na.example;192.0.2.1\n')).toEqual(['a.example']);
    expect(domainsOf('\ufeffdomain,ip\na.example,\n')).toEqual(['a.example']);
    expect(domainsOf('domain\na.example\n')).toEqual(['a.example']);
  });

  it('converts internationalised names to A-labels', () => {
    expect(domainsOf('BÄR.example\nみんな.example')).toEqual(['xn--br-via.example', 'xn--q9jyb4c.example']);
  });

  it('reports junk with its line number', () => {
    const read = readList(
      bytes('a.example\nhttps://b.example/\nlocalhost\n\n192.0.2.1\n[::1]\n-x-.example\nc.example'),
      'list',
    );
    expect(read).toMatchObject({
      ok: true,
      list: {
        domains: ['a.example', 'b.example', 'c.example'],
        junk: [
          { line: 3, problem: 'a single label' },
          { line: 5, problem: 'an IP address' },
          { line: 6, problem: 'an IP address' },
          { line: 7, problem: 'not a host name' },
        ],
      },
    });
  });

  it('may have ports, for Matrix only', () => {
    const text = bytes('a.example:8448\nB.example\na.example\nc.example:0\n192.0.2.1:8448\n');
    const read = readList(text, 'list', 'matrix');
    const ports = new Map([['a.example', 8448]]);
    const junk = [{ line: 4 }, { line: 5 }];
    expect(read).toMatchObject({
      ok: true,
      list: { domains: ['a.example', 'b.example'], ports, duplicates: 1, junk },
    });
    expect(readList(text, 'list', 'xmpp')).toMatchObject({
      ok: true,
      list: { domains: ['b.example', 'a.example'] },
    });
  });

  it('reports junk in a CSV with its line in the file, even after rows over several lines', () => {
    const read = readList(bytes('domain,note\na.example,"two\nlines"\nnot a domain,x\n'), 'list');
    expect(read).toMatchObject({ ok: true, list: { junk: [{ line: 4, problem: 'not a host name' }] } });
  });

  it.each([
    ['', 'is empty'],
    ['\n\n# nothing\n', 'is empty'],
    ['PNG\0\0', 'is binary'],
    ['x'.repeat(10_000_000), 'is too long'],
    ['one two\nthree\n', 'has no domain in it: line 1, "one two", is not a host name'],
    ['Host,"ip",\nno,1,\n', 'Its first line has "Host", "ip", "": add a first line that names the column'],
    ['x,'.repeat(40), 'and 31 more: add a first line'],
    ['domain,x\n"a.example,1\n', 'line 2, "\\"a.example", is a quote that never closes'],
  ])('is rejected with a reason if it has no domains (%#)', (text, problem) => {
    expect(readList(bytes(text), 'list')).toEqual({ ok: false, problem: expect.stringContaining(problem) });
  });

  it('survives any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (any) => {
        const read = readList(any, 'list');
        if (read.ok) expect(read.list.domains.length).toBeGreaterThan(0);
        else expect(read.problem).not.toBe('');
      }),
    );
  });

  it('neither loses nor invents lines', () => {
    const line = fc.constantFrom('a.example', 'b.example', 'C.example', 'no domain', 'localhost');
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 30 }), (lines) => {
        const read = readList(bytes(lines.join('\n')), 'list');
        expect(read.ok).toBe(lines.some((text) => text.includes('.')));
        if (!read.ok) return;
        const { domains, duplicates, junk } = read.list;
        expect(domains.length + duplicates + junk.length).toBe(lines.length);
      }),
    );
  });
});

describe('a list file', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'whohosts-list-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('is named after its file name', async () => {
    const file = join(folder, 'servers.txt');
    await writeFile(file, 'a.example\n');
    expect(await readListFile(file)).toMatchObject({
      ok: true,
      list: { source: 'servers.txt', domains: ['a.example'] },
    });
  });

  it('that is missing or a folder is reported as such', async () => {
    const missing = join(folder, 'nowhere');
    expect(await readListFile(missing)).toEqual({ ok: false, problem: `${missing}: no such file` });
    expect(await readListFile(folder)).toEqual({ ok: false, problem: `${folder} is not a file` });
  });
});
