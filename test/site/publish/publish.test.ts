import { fork } from 'node:child_process';
import { once } from 'node:events';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { publish, type Step } from '../../../src/site/publish/publish.ts';

let folder: string;
let site: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'whohosts-publish-'));
  site = join(folder, 'site');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const files = (contents: Readonly<Record<string, string>>) =>
  async function* (): AsyncGenerator<Step> {
    for (const [path, content] of Object.entries(contents)) yield { path, content };
  };
const read = (path: string) => readFileSync(join(site, path), 'utf8');

describe('publish', () => {
  it('writes all files the first time, and only what changed after that', async () => {
    const first = await publish(site, files({ 'index.html': 'a', 'x/y/z.json': 'b', 'old.txt': 'c' }));
    expect(first).toEqual({ files: 3, written: 3, removed: 0, bytes: 3 });
    const inode = statSync(join(site, 'x/y/z.json')).ino;

    const second = await publish(site, files({ 'index.html': 'A', 'x/y/z.json': 'b' }));
    expect(second).toEqual({ files: 2, written: 1, removed: 1, bytes: 1 });
    expect(statSync(join(site, 'x/y/z.json')).ino).toBe(inode);
    expect(read('index.html')).toBe('A');
    expect(readdirSync(`${site}/`).sort()).toEqual(['.manifest.json', 'index.html', 'x']);

    const third = await publish(site, files({ 'index.html': 'A', 'x/y/z.json': 'b' }));
    expect(third).toEqual({ files: 2, written: 0, removed: 0, bytes: 0 });
  });

  it('shows another process one version or the other at every moment, never a part', async () => {
    const version = (name: string) =>
      files(Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`${index}.txt`, name])));
    await publish(site, version('0'));
    const reader = fork(fileURLToPath(new URL('./publish-reader.ts', import.meta.url)), [site]);
    const passes: string[][] = [];
    reader.on('message', (contents) => void passes.push(contents as string[]));
    try {
      for (let run = 1; run <= 30; run += 1) {
        await once(reader, 'message');
        await publish(site, version(String(run)));
      }
      await once(reader, 'message');
    } finally {
      reader.disconnect();
      await once(reader, 'exit');
    }
    expect(passes.filter(([count, ...contents]) => count !== '100' || contents.length !== 1)).toEqual([]);
    expect(new Set(passes.map(([, content]) => content)).size).toBeGreaterThan(10);
  });

  it('leaves the site as it was when making the next one fails', async () => {
    await publish(site, files({ 'index.html': 'good' }));
    const failing = publish(site, async function* () {
      yield { path: 'index.html', content: 'half' };
      throw new Error('no more');
    });
    await expect(failing).rejects.toThrow('no more');
    expect(read('index.html')).toBe('good');
    expect(await publish(site, files({ 'index.html': 'next' }))).not.toBeNull();
    expect(read('index.html')).toBe('next');
  });

  it('keeps files of the last version that are not made anew', async () => {
    await publish(site, files({ 'a.txt': 'a', 'b.txt': 'b' }));
    const steps: Step[] = [{ path: 'a.txt', keep: true }];
    await publish(site, async function* (last) {
      expect([...last.paths].sort()).toEqual(['a.txt', 'b.txt']);
      expect((await last.read('b.txt')).toString()).toBe('b');
      expect(last.has('__proto__')).toBe(false);
      yield* steps;
    });
    expect(read('a.txt')).toBe('a');
    await expect(
      publish(site, async function* () {
        yield { path: 'never.txt', keep: true };
      }),
    ).rejects.toThrow('never.txt');
  });

  it('takes a folder in its place into its care', async () => {
    mkdirSync(site);
    writeFileSync(join(site, 'index.html'), 'by hand');
    await publish(site, files({ 'index.html': 'made' }));
    expect(read('index.html')).toBe('made');
  });

  it('starts anew where the last version is gone or its list is damaged', async () => {
    symlinkSync('.site/7', site);
    expect(await publish(site, files({ 'index.html': 'a' }))).toMatchObject({ written: 1 });
    writeFileSync(join(site, '.manifest.json'), '{"index.html":');
    expect(await publish(site, files({ 'index.html': 'a' }))).toMatchObject({ written: 1 });
    expect(read('index.html')).toBe('a');
  });

  it('lets one process publish at a time', async () => {
    const slow = publish(site, async function* () {
      yield { path: 'a.txt', content: 'a' };
      expect(await publish(site, files({ 'b.txt': 'b' }))).toBeNull();
    });
    await slow;
    expect(readdirSync(`${site}/`)).toContain('a.txt');
  });

  it('keeps two versions and no more', async () => {
    for (const content of ['a', 'b', 'c', 'd']) await publish(site, files({ 'index.html': content }));
    expect(readdirSync(join(folder, '.site')).filter((name) => /^\d+$/.test(name))).toHaveLength(2);
  });

  it('refuses a path that is given twice', async () => {
    await expect(
      publish(site, async function* () {
        yield { path: 'a', content: '1' };
        yield { path: 'a', content: '2' };
      }),
    ).rejects.toThrow('twice');
  });
});
