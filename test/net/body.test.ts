import { Readable } from 'node:stream';
import { brotliCompressSync, constants, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readBody } from '../../src/net/body.ts';
import { failureOf } from '../../src/net/http-failure.ts';

const GZIP_HEADER = Buffer.from('1f8b0800000000000003', 'hex');
const EMPTY_BLOCK = Buffer.from('000000ffff', 'hex');

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

  it('stops reading a bomb that never ends', async () => {
    const megabyte = deflateRawSync(Buffer.alloc(1_000_000), { finishFlush: constants.Z_FULL_FLUSH });
    let hasStopped = false;
    function* bomb() {
      try {
        yield GZIP_HEADER;
        for (;;) yield megabyte;
      } finally {
        hasStopped = true;
      }
    }
    expect(await statusOf(read(bomb(), 'gzip', 5_000_000))).toBe('TOO_LARGE');
    await expect.poll(() => hasStopped).toBe(true);
  });

  it('ends a stream that decodes to nothing for ever', async () => {
    function* nothing() {
      yield GZIP_HEADER;
      for (;;) yield EMPTY_BLOCK;
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
