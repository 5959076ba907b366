import { createZipArchiveSync, deflateRawSync, ZipEntry } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unzipSingle } from '../../src/lists/sources/zip.ts';

/** Archives from Node's own writer, which is independent of our reader. */
function zip(...files: readonly ZipEntry[]): Buffer {
  return Buffer.concat([...createZipArchiveSync(files)]);
}
const file = (content: Uint8Array, method: 'deflate' | 'store' = 'deflate') =>
  ZipEntry.createSync('top-1m.csv', content, { method });

const MOST = 100_000;
const sample = zip(file(Buffer.from('1,a.example\n'.repeat(500))));

describe('an archive of one file', () => {
  it('is unpacked, whether deflated or stored', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 5000 }),
        fc.constantFrom('deflate', 'store'),
        (bytes, method) => {
          expect(unzipSingle(zip(file(bytes, method)), MOST)).toEqual({
            ok: true,
            content: Buffer.from(bytes),
          });
        },
      ),
    );
  });

  it('may have a comment, even one that looks like an end record', () => {
    const comment = 'PK\u0005\u0006 and more';
    const archive = Buffer.concat([...createZipArchiveSync([file(Buffer.from('x'))], { comment })]);
    expect(unzipSingle(archive, MOST)).toEqual({ ok: true, content: Buffer.from('x') });
  });

  it('is not unpacked beyond the limit, whatever size it claims', () => {
    const bomb = zip(file(Buffer.alloc(50_000_000)));
    expect(unzipSingle(bomb, MOST)).toEqual({ ok: false, problem: 'too large' });
    const end = bomb.length - 22;
    bomb.writeUInt32LE(1000, bomb.readUInt32LE(end + 16) + 24);
    expect(unzipSingle(bomb, MOST)).toEqual({ ok: false, problem: 'broken' });
  });
});

describe('anything else', () => {
  it.each([
    ['nothing', Buffer.alloc(0), 'not a ZIP archive'],
    ['a page', Buffer.from('<!doctype html><title>moved</title>'), 'not a ZIP archive'],
    ['half an archive', sample.subarray(0, sample.length / 2), 'not a ZIP archive'],
    ['an empty archive', zip(), 'not exactly one file'],
    [
      'two files',
      zip(file(Buffer.from('a')), ZipEntry.createSync('b', Buffer.from('b'))),
      'not exactly one file',
    ],
  ])('is rejected: %s', (_, archive, problem) => {
    expect(unzipSingle(Buffer.from(archive), MOST)).toEqual({ ok: false, problem });
  });

  it.each([
    ['encrypted', 8, 1, 'encrypted'],
    ['of a method that we do not know', 10, 99, 'broken'],
  ])('is rejected: a file %s', (_, at, value, problem) => {
    const archive = Buffer.from(sample);
    archive.writeUInt16LE(value, archive.readUInt32LE(archive.length - 22 + 16) + at);
    expect(unzipSingle(archive, MOST)).toEqual({ ok: false, problem });
  });

  it('never yields bytes other than those packed, however it is damaged', () => {
    const content = unzipSingle(sample, MOST);
    fc.assert(
      fc.property(fc.nat(sample.length - 1), fc.nat(255), fc.nat(sample.length), (at, byte, cut) => {
        const archive = Buffer.from(sample);
        archive[at] = byte;
        for (const broken of [archive, sample.subarray(0, cut), sample.subarray(cut)]) {
          const read = unzipSingle(broken, MOST);
          if (read.ok) expect(read).toEqual(content);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('survives any bytes', () => {
    const tail = deflateRawSync('x');
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const end = Buffer.alloc(22);
        end.writeUInt32LE(0x06054b50);
        end.writeUInt16LE(1, 10);
        expect(unzipSingle(Buffer.concat([bytes, tail, end]), MOST).ok).toBe(false);
      }),
    );
  });
});
