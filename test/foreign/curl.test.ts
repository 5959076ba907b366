import { execFile } from 'node:child_process';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer, getCACertificates, type Server, setDefaultCACertificates } from 'node:tls';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createHttp } from '../../src/net/http/client.ts';
import type { Http } from '../../src/net/http/http.ts';
import { PUBLIC, USER_AGENT } from '../kit/model-clients.ts';
import { type Authority, createAuthority } from '../model-internet/https/authority.ts';
import { DOCUMENT, MALFORMED } from './malformed-responses.ts';
import { describeWith } from './programs.ts';

/*
 * Malformed answers, asked for by us and by curl: what curl can read, so can we.
 */

/** What we do not read although curl does, and why. */
const REFUSED: Readonly<Record<string, string>> = {
  // Which one is meant, nobody knows; browsers refuse them too.
  'two lengths, the longer one last': 'BAD_BODY',
  'two lengths, the shorter one last': 'BAD_BODY',
  // curl takes it for a good answer without a body.
  'half a head': 'UNREACHABLE',
  // No status of HTTP.
  'status 999': 'STATUS',
  // Node's parser waits for more.
  'chunks with bare line feeds': 'UNREACHABLE',
};
/** What curl takes for a short or another document: ours is the whole one. */
const READ_OTHERWISE = ['a length in hexadecimal', 'a space before the colon of chunked'];

/** What neither of us reads, and what that is for us. */
const NEITHER: Readonly<Record<string, string>> = {
  'HTTP without a version': 'BAD_BODY',
  'a radio station': 'BAD_BODY',
  'a status of two digits': 'BAD_BODY',
  'a status of four digits': 'BAD_BODY',
  'status 099': 'STATUS',
  'status in words': 'BAD_BODY',
  'spaces before': 'BAD_BODY',
  'a byte order mark before': 'BAD_BODY',
  'a page without a head': 'BAD_BODY',
  'another protocol': 'BAD_BODY',
  nothing: 'UNREACHABLE',
  'half a status line': 'UNREACHABLE',
  'bare carriage returns': 'BAD_BODY',
  'a length that is too long': 'UNREACHABLE',
  'chunked without chunks': 'BAD_BODY',
  'chunks without the last one': 'UNREACHABLE',
  'chunks without the last empty line': 'UNREACHABLE',
  'a chunk that is longer than its length': 'BAD_BODY',
  'a chunk of an absurd length': 'BAD_BODY',
  'a negative chunk': 'BAD_BODY',
  'a chunk in words': 'BAD_BODY',
  'a switch of protocols': 'BAD_BODY',
};

const CASES = Object.keys(MALFORMED);
/** Each its own: a client remembers what a server needs. */
const hostOf = (index: number) => `case-${index}.example`;

describeWith('curl')('a malformed answer', () => {
  let authority: Authority;
  let server: Server;
  let http: Http;
  let port: number;

  beforeAll(async () => {
    authority = await createAuthority();
    setDefaultCACertificates([...getCACertificates('default'), authority.caPem]);
    const context = await authority.issue(CASES.map((_what, index) => hostOf(index)));
    server = createServer({ SNICallback: (_name, done) => done(null, context) }, (socket) => {
      socket.on('error', () => undefined);
      socket.once('data', (request) => {
        const [, index = ''] = /^host: case-(\d+)/im.exec(request.toString()) ?? [];
        socket.end(MALFORMED[CASES[Number(index)] ?? ''] ?? '');
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    port = (server.address() as AddressInfo).port;
    http = createHttp({
      dns: {
        query: async (name, type) =>
          type === 'A'
            ? { status: 'NOERROR', records: [{ name, type, ttl: 60, data: PUBLIC }] }
            : { status: 'NODATA', records: [] },
        close: () => undefined,
        counts: { sent: 0, answered: 0, retried: 0, timedOut: 0 },
      },
      userAgent: USER_AGENT,
      concurrency: 20,
      connectTo: `127.0.0.1:${port}`,
    });
  });
  afterAll(async () => {
    await http?.close();
    server?.close();
    await authority?.discard();
  });

  /** The body, or null where curl gives up. */
  const byCurl = (url: string): Promise<string | null> =>
    promisify(execFile)('curl', [
      ...['--silent', '--compressed', '--http1.1', '--max-time', '20', '--cacert', authority.caFile],
      ...['--connect-to', `::127.0.0.1:${port}`, url],
    ]).then(
      ({ stdout }) => stdout,
      () => null,
    );

  it.each(CASES.map((what, index) => [what, index] as const))('%s', async (what, index) => {
    const url = `https://${hostOf(index)}/`;
    const [curl, ours] = await Promise.all([
      byCurl(url),
      http.get(url, { maxBytes: 10_000, deadlineMs: 20_000, robots: false }),
    ]);
    const refusal = REFUSED[what] ?? NEITHER[what];
    if (refusal !== undefined) {
      expect(ours).toMatchObject({ ok: false, status: refusal });
      expect(curl === null).toBe(what in NEITHER);
      return;
    }
    expect(ours).toMatchObject({ ok: true, code: 200 });
    const body = ours.ok ? ours.body.toString() : '';
    if (curl === null || READ_OTHERWISE.includes(what)) expect(body).toBe(DOCUMENT);
    else expect(body).toBe(curl);
  });
});
