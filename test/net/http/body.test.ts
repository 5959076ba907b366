import { Readable } from 'node:stream';
import {
  brotliCompressSync,
  constants,
  deflateRawSync,
  deflateSync,
  gzipSync,
  zstdCompressSync,
} from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readBody } from '../../../src/net/http/body.ts';
import { failureOf } from '../../../src/net/http/failure.ts';

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

  const PLAIN = Buffer.from('{"links":[]}');
  const GZIP = gzipSync(PLAIN);

  it.each([
    ['a coding that does not exist', 'UTF-8', PLAIN],
    ['a coding of a static store', 'aws-chunked', PLAIN],
    ['a coding of a static store over gzip', 'gzip,aws-chunked', GZIP],
    ['a coding that says there is none', 'none', PLAIN],
    ['an old coding that nobody uses', 'compress', PLAIN],
    ['a property of every object', 'constructor', PLAIN],
    ['an empty label', ' , ', PLAIN],
    ['gzip that is not there', 'gzip', PLAIN],
    ['deflate that is not there', 'deflate', PLAIN],
    ['br that is not there', 'br', PLAIN],
    ['zstd that is not there', 'zstd', PLAIN],
    ['gzip over gzip', 'gzip, gzip', gzipSync(GZIP)],
    ['gzip over br', 'br, gzip', gzipSync(brotliCompressSync(PLAIN))],
    ['gzip with a line behind it', 'gzip', Buffer.concat([GZIP, Buffer.from('\r\n')])],
    ['gzip with zeros behind it', 'gzip', Buffer.concat([GZIP, Buffer.alloc(512)])],
    [
      'gzip of two members',
      'gzip',
      Buffer.concat([gzipSync(PLAIN.subarray(0, 5)), gzipSync(PLAIN.subarray(5))]),
    ],
    ['gzip without its length', 'gzip', GZIP.subarray(0, -4)],
    ['gzip without its trailer', 'gzip', GZIP.subarray(0, -8)],
    ['zlib without its checksum', 'deflate', deflateSync(PLAIN).subarray(0, -4)],
    ['deflate without the zlib header', 'deflate', deflateRawSync(PLAIN)],
    ['zstd', 'zstd', zstdCompressSync(PLAIN)],
  ])('reads %s', async (_, encoding, bytes) => {
    expect((await read(bytes, encoding)).toString()).toBe(PLAIN.toString());
    expect(
      (
        await read(
          [...bytes].map((octet) => Buffer.from([octet])),
          encoding,
        )
      ).toString(),
    ).toBe(PLAIN.toString());
  });

  it('reads a body that breaks in the middle as BAD_BODY, and one cut off in the middle as its beginning', async () => {
    const long = gzipSync(Buffer.from(Array.from({ length: 20_000 }, (_, index) => (index * 7919) % 251)));
    const broken = Buffer.from(long);
    broken.fill(0xff, Math.floor(long.length / 2), Math.floor(long.length / 2) + 50);
    expect(await statusOf(read(broken, 'gzip', 100_000))).toBe('BAD_BODY');
    const cut = await read(long.subarray(0, long.length - 100), 'gzip', 100_000);
    expect(cut.length).toBeLessThanOrEqual(20_000);
  });

  it('does not decode more codings one over the other than honest servers use', async () => {
    expect(await statusOf(read(PLAIN, 'gzip, gzip, gzip, gzip'))).toBe('BAD_BODY');
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
