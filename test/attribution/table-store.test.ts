import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openTable } from '../../src/attribution/table-store.ts';

let dir: string;
let compiled: number;
let messages: string[];

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'whohosts-tables-'));
  compiled = 0;
  messages = [];
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

async function open(
  source = 'data 1',
  version = '1',
  folder = join(dir, 'tables'),
): Promise<number | undefined> {
  const sections = await openTable({
    dir: folder,
    name: 'example',
    version,
    source,
    onProgress: (message) => messages.push(message),
    compile: async () => {
      compiled++;
      return { numbers: Uint32Array.of(42) };
    },
  });
  return sections.numbers?.[0];
}

const files = (): string[] => readdirSync(join(dir, 'tables'));

describe('openTable', () => {
  it('compiles once', async () => {
    expect([await open(), await open(), await open()]).toEqual([42, 42, 42]);
    expect(compiled).toBe(1);
    expect(files()).toEqual([expect.stringMatching(/^example-1-f\d+\.bin$/)]);
  });

  it.each([
    ['cut short', (bytes: Buffer) => bytes.subarray(0, bytes.length - 9)],
    ['emptied', () => Buffer.alloc(0)],
    ['overwritten with zeros', (bytes: Buffer) => Buffer.alloc(bytes.length)],
    [
      'changed in one bit',
      (bytes: Buffer) => Buffer.from(bytes.map((byte, at) => (at === bytes.length - 6 ? byte ^ 1 : byte))),
    ],
  ])('compiles anew what was %s, and says so', async (_, damage) => {
    await open();
    const path = join(dir, 'tables', files()[0] ?? '');
    const before = readFileSync(path);
    writeFileSync(path, damage(before));
    messages = [];
    expect(await open()).toBe(42);
    expect(compiled).toBe(2);
    expect(messages.join()).toMatch(/example.*(damaged|not a table)/);
    expect(readFileSync(path)).toEqual(before);
  });

  it('compiles anew when the source changed under the same version', async () => {
    await open('data 1');
    await open('data 2');
    expect(compiled).toBe(2);
    expect(files()).toHaveLength(1);
  });

  it('drops tables of older versions, and nothing else', async () => {
    await open('data 1', '1');
    writeFileSync(join(dir, 'tables', 'other-1-f1.bin'), 'x');
    writeFileSync(join(dir, 'tables', 'example-notes.txt'), 'x');
    await open('data 2', '2');
    expect(files().sort()).toEqual(
      ['example-2-f', 'example-notes.txt', 'other-1-f1.bin'].map((name) => expect.stringContaining(name)),
    );
  });

  it('works in memory where the folder cannot be made, and says so', async () => {
    writeFileSync(join(dir, 'file'), '');
    expect(await open('data 1', '1', join(dir, 'file', 'tables'))).toBe(42);
    expect(messages.join('\n')).toMatch(/in memory only/);
  });
});
