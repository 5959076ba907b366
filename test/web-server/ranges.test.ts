import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readByteRange } from '../../src/web-server/byte-range.ts';
import { ask } from './requests.ts';
import { type ServedSite, serveModelSite } from './served-site.ts';

const PARQUET = '/data/servers.parquet';
let served: ServedSite;
let whole: Buffer;
beforeAll(async () => {
  served = await serveModelSite();
  whole = (await ask(served.server.port, PARQUET)).body;
});
afterAll(() => served.close());

const part = (range: string, headers: Record<string, string> = {}, path = PARQUET) =>
  ask(served.server.port, path, { headers: { Range: range, ...headers } });

describe('a part of a file', () => {
  it.each([
    ['bytes=0-3', 0, 4],
    ['bytes=4-', 4, undefined],
    ['bytes=-8', -8, undefined],
    ['bytes=0-999999999999', 0, undefined],
    ['bytes=-999999999999', 0, undefined],
    ['bytes = 1 - 2', 1, 3],
  ])('%s is sent, and said to be one', async (range, from, to) => {
    const expected = whole.subarray(from, to);
    const { status, headers, body } = await part(range);
    expect(status).toBe(206);
    expect(body).toEqual(expected);
    const first = whole.length - whole.subarray(from).length;
    expect(headers).toMatchObject({
      'content-range': `bytes ${first}-${first + expected.length - 1}/${whole.length}`,
      'content-length': String(expected.length),
      'accept-ranges': 'bytes',
      'access-control-allow-origin': '*',
    });
  });

  it.each(['bytes=99999999-', 'bytes=-0'])('%s beyond its end is none', async (range) => {
    const { status, headers, body } = await part(range);
    expect(status).toBe(416);
    expect(headers['content-range']).toBe(`bytes */${whole.length}`);
    expect(body).toHaveLength(0);
  });

  it.each([
    'bytes=0-1,4-5',
    'bytes=5-1',
    'bytes=-',
    'bytes=a-b',
    'lines=0-1',
    `bytes=${'9'.repeat(400)}-`,
    'bytes=0-1; x',
    'bytes=--1',
  ])('%s is the whole', async (range) => {
    expect(await part(range)).toMatchObject({ status: 200, body: whole });
  });

  it('is of the file that the client has, or the whole', async () => {
    const etag = String((await part('bytes=0-3')).headers.etag);
    expect(etag).toMatch(/^"/);
    expect((await part('bytes=0-3', { 'If-Range': etag })).status).toBe(206);
    expect((await part('bytes=0-3', { 'If-Range': '"another"' })).status).toBe(200);
    expect((await part('bytes=0-3', { 'If-Range': `W/${etag}` })).status).toBe(200);
    expect((await part('bytes=0-3', { 'If-None-Match': etag })).status).toBe(304);
  });

  it('is never compressed, and HEAD tells of it', async () => {
    const { status, headers, body } = await part(
      'bytes=0-9',
      { 'Accept-Encoding': 'br, gzip' },
      '/data/servers.csv',
    );
    expect(status).toBe(206);
    expect(headers['content-encoding']).toBeUndefined();
    expect(body.toString()).toBe('network,we');
    const head = await ask(served.server.port, PARQUET, { method: 'HEAD', headers: { Range: 'bytes=0-3' } });
    expect(head).toMatchObject({ status: 206, headers: { 'content-length': '4' } });
    expect(head.body).toHaveLength(0);
  });

  it('lies within the file, whatever is asked for', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 30 }), fc.nat(), fc.nat(), fc.nat(1_000), (text, from, to, size) => {
        for (const header of [
          text,
          `bytes=${text}`,
          `bytes=${from}-${to}`,
          `bytes=${from}-`,
          `bytes=-${to}`,
        ]) {
          const range = readByteRange(header, size);
          if (range === null || range === 'unsatisfiable') continue;
          expect(range.first).toBeGreaterThanOrEqual(0);
          expect(range.last).toBeGreaterThanOrEqual(range.first);
          expect(range.last).toBeLessThan(size);
        }
      }),
    );
  });
});
