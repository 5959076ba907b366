import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openTable } from '../../../src/attribution/databases/table-store.ts';
import { wordAt } from '../../../src/attribution/tables/column.ts';
import { section } from '../../../src/attribution/tables/table-file.ts';

let dir: string;
let compiled: number;
let messages: string[];

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'whohosts-tables-'));
  compiled = 0;
  messages = [];
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

function open(source = 'data 1', version = '1', folder = join(dir, 'tables')): number {
  const columns = openTable({
    dir: folder,
    name: 'example',
    version,
    source,
    onProgress: (message) => messages.push(message),
    compile: () => {
      compiled++;
      return { numbers: Uint32Array.of(42) };
    },
  });
  return wordAt(section(columns, 'numbers', 'Uint32Array'), 0);
}

const files = (): string[] => readdirSync(join(dir, 'tables'));

describe('openTable', () => {
  it('compiles once', () => {
    expect([open(), open(), open()]).toEqual([42, 42, 42]);
    expect(compiled).toBe(1);
    expect(files()).toEqual([expect.stringMatching(/^example-1-f\d+\.bin$/)]);
  });

  it.each([
    ['cut short', (bytes: Buffer) => bytes.subarray(0, bytes.length - 9)],
    ['emptied', () => Buffer.alloc(0)],
    ['overwritten with zeros', (bytes: Buffer) => Buffer.alloc(bytes.length)],
    [
      'changed in one bit',
      (bytes: Buffer) => Buffer.from(bytes.map((byte, at) => (at === bytes.length - 8 ? byte ^ 1 : byte))),
    ],
  ])('compiles anew what was %s, and says so', (_, damage) => {
    open();
    const path = join(dir, 'tables', files()[0] ?? '');
    const before = readFileSync(path);
    writeFileSync(path, damage(before));
    messages = [];
    expect(open()).toBe(42);
    expect(compiled).toBe(2);
    expect(messages.join()).toMatch(/example.*(damaged|not a table)/);
    expect(readFileSync(path)).toEqual(before);
  });

  it('compiles anew when the source changed under the same version', () => {
    open('data 1');
    open('data 2');
    expect(compiled).toBe(2);
    expect(files()).toHaveLength(1);
  });

  it('drops tables of older versions, and nothing else', () => {
    open('data 1', '1');
    writeFileSync(join(dir, 'tables', 'other-1-f1.bin'), 'x');
    writeFileSync(join(dir, 'tables', 'example-notes.txt'), 'x');
    open('data 2', '2');
    expect(files().sort()).toEqual(
      ['example-2-f', 'example-notes.txt', 'other-1-f1.bin'].map((name) => expect.stringContaining(name)),
    );
  });

  it('works in memory where the folder cannot be made, and says so', () => {
    writeFileSync(join(dir, 'file'), '');
    expect(open('data 1', '1', join(dir, 'file', 'tables'))).toBe(42);
    expect(messages.join('\n')).toMatch(/in memory only/);
  });
});
