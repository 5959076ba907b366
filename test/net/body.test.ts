import { Readable } from 'node:stream';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readBody } from '../../src/net/body.ts';
import { failureOf } from '../../src/net/http-failure.ts';

const read = (
  bytes: Buffer | Iterable<Buffer>,
  encoding: string,
  maxBytes = 1000,
  beyond: 'fail' | 'cut' = 'fail',
) =>
  readBody(
    Readable.from(Buffer.isBuffer(bytes) ? [bytes] : bytes),
    { 'content-encoding': encoding },
    { maxBytes, beyond },
  );

const statusOf = (reading: Promise<Buffer>) =>
  reading.then(
    () => 'OK',
    (error: unknown) => failureOf(error).status,
  );

describe('readBody', () => {
  it('gives back what was packed, in any encoding and any chunks', async () => {
    const pack = {
      identity: (x: Buffer) => x,
      gzip: gzipSync,
      'X-GZIP': gzipSync,
      deflate: deflateSync,
      br: brotliCompressSync,
    };
    const encodings = fc.constantFrom(...(Object.keys(pack) as (keyof typeof pack)[]));
    await fc.assert(
      fc.asyncProperty(
        encodings,
        fc.uint8Array({ maxLength: 1000 }),
        fc.integer({ min: 1, max: 64 }),
        async (encoding, bytes, size) => {
          const packed = pack[encoding](Buffer.from(bytes));
          const chunks: Buffer[] = [];
          for (let at = 0; at < packed.length; at += size) chunks.push(packed.subarray(at, at + size));
          expect(await read(chunks, encoding)).toEqual(Buffer.from(bytes));
        },
      ),
    );
  });

  it.each(['identity', 'gzip', 'br', 'deflate'])('counts decoded bytes: %s', async (encoding) => {
    const pack = { identity: (x: Buffer) => x, gzip: gzipSync, deflate: deflateSync, br: brotliCompressSync };
    const body = (length: number) => pack[encoding as keyof typeof pack](Buffer.alloc(length));
    expect(await statusOf(read(body(1000), encoding))).toBe('OK');
    expect(await statusOf(read(body(1001), encoding))).toBe('TOO_LARGE');
    expect(await statusOf(read(body(50_000_000), encoding))).toBe('TOO_LARGE');
    expect(await read(body(1001), encoding, 1000, 'cut')).toHaveLength(1000);
  });

  it.each([
    ['gzip', Buffer.from('this is plain')],
    ['br', Buffer.alloc(50, 0xff)],
    ['gzip', gzipSync(Buffer.alloc(500, 'x')).subarray(0, 20)],
    ['gzip, gzip', gzipSync(gzipSync('twice'))],
    ['gzip,br', Buffer.from('x')],
    ['compress', Buffer.from('x')],
    ['constructor', Buffer.from('x')],
  ])('%s that is none is BAD_BODY', async (encoding, bytes) => {
    expect(await statusOf(read(bytes, encoding))).toBe('BAD_BODY');
  });

  it('reads no more of a bomb than it must', async () => {
    const bomb = gzipSync(Buffer.alloc(100_000_000));
    let taken = 0;
    function* chunks() {
      for (let at = 0; at < bomb.length; at += 1000, taken++) yield bomb.subarray(at, at + 1000);
    }
    expect(await statusOf(read(chunks(), 'gzip', 1_000_000))).toBe('TOO_LARGE');
    expect(taken).toBeLessThan(bomb.length / 1000 / 2);
  });

  it('ends a stream that decodes to nothing for ever', async () => {
    // A gzip header, then empty stored blocks.
    function* nothing() {
      yield Buffer.from('1f8b0800000000000003', 'hex');
      for (;;) yield Buffer.from('000000ffff', 'hex');
    }
    expect(await statusOf(read(nothing(), 'gzip'))).toBe('TOO_LARGE');
  });

  it('passes on the error of a source that breaks', async () => {
    for (const encoding of ['identity', 'gzip']) {
      const source = new Readable({ read() {} });
      source.push(gzipSync('start').subarray(0, 12));
      const reading = statusOf(
        readBody(source, { 'content-encoding': encoding }, { maxBytes: 100, beyond: 'fail' }),
      );
      source.destroy(Object.assign(new Error('gone'), { code: 'ECONNRESET' }));
      expect(await reading).toBe('UNREACHABLE');
    }
  });
});
