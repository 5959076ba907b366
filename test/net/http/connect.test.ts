import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import {
  checkServerIdentity,
  connect as connectTls,
  createServer as createTlsServer,
  type Server,
  type TlsOptions,
} from 'node:tls';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connect, createTlsContexts } from '../../../src/net/http/connect.ts';
import { failureOf } from '../../../src/net/http/failure.ts';
import { parseSocketAddress, type SocketAddress } from '../../../src/net/socket-address.ts';
import { PUBLIC, startWorld, type World } from '../../kit/model-clients.ts';

let world: World;
let good: SocketAddress;
let closed: SocketAddress;

beforeAll(async () => {
  world = await startWorld([
    { domain: 'good.example', ip: PUBLIC },
    { domain: 'dead.example', ip: PUBLIC, behaviour: 'dead' },
  ]);
  const address = parseSocketAddress(world.internet.httpsServer);
  if (address === null) throw new Error(world.internet.httpsServer);
  good = address;
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closed = { host: '127.0.0.1', port: (server.address() as AddressInfo).port };
  server.close();
  await once(server, 'close');
});

const servers: Server[] = [];
afterAll(async () => {
  for (const server of servers) server.close();
  await world.stop();
});

const to = (places: readonly SocketAddress[], host = 'good.example', signal = new AbortController().signal) =>
  connect({ host, places, contexts: createTlsContexts(), signal });

it('goes on to the next place where one refuses', async () => {
  const socket = await to([closed, closed, good]);
  expect(socket.authorized).toBe(true);
  socket.destroy();
});

it('says what happened where all refuse', async () => {
  const failure = await to([closed, closed]).catch(failureOf);
  expect(failure).toMatchObject({ status: 'UNREACHABLE', detail: 'ECONNREFUSED' });
});

it('gives up when told to, before and during the handshake, and leaves no connection', async () => {
  expect(await to([good], 'dead.example', AbortSignal.abort()).catch(failureOf)).toMatchObject({
    status: 'TIMEOUT',
  });
  const giveUp = new AbortController();
  const connecting = to([good], 'dead.example', giveUp.signal).catch(failureOf);
  await expect.poll(() => world.internet.https.count.open).toBe(1);
  giveUp.abort();
  expect(await connecting).toMatchObject({ status: 'TIMEOUT' });
  await expect.poll(() => world.internet.https.count.open).toBe(0);
});

/** Where a server listens with a certificate for these names. */
async function listen(names: readonly string[], options: TlsOptions = {}): Promise<SocketAddress> {
  const context = await world.internet.certificate(...names);
  const server = createTlsServer({ ...options, SNICallback: (_name, done) => done(null, context) });
  server.on('tlsClientError', () => undefined);
  server.on('secureConnection', (socket) => socket.on('error', () => undefined));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  servers.push(server);
  return { host: '127.0.0.1', port: (server.address() as AddressInfo).port };
}

it.each([
  ['x.example', ['x.example']],
  ['x.example', ['y.example', 'X.EXAMPLE']],
  ['x.example', ['y.example']],
  ['a.x.example', ['*.x.example']],
  ['a.b.x.example', ['*.x.example']],
  ['x.example', ['*.x.example']],
  ['x.example', ['*.example']],
  ['x.example', ['*']],
  ['xn--bcher-kva.example', ['xn--bcher-kva.example']],
  ['xn--bcher-kva.x.example', ['*.x.example']],
  ['a.x.example', ['a.*.example']],
  ['x.example', ['x.example.evil.example', 'evil.example']],
])('takes for %s a certificate for %j as Node itself does', async (host, names) => {
  const at = await listen(names);
  const socket = await to([at], host).catch(failureOf);
  const isTaken = 'authorized' in socket && socket.authorized;
  const altNames = names.map((name) => `DNS:${name}`).join(', ');
  const byNode = checkServerIdentity(host, { subject: {}, subjectaltname: altNames } as never);
  expect(isTaken).toBe(byNode === undefined);
  if ('destroy' in socket) socket.destroy();
  else expect(socket).toMatchObject({ status: 'TLS', detail: 'ERR_TLS_CERT_ALTNAME_INVALID' });
});

it.each(['X25519', 'P-256', 'P-384', 'P-521', 'X25519MLKEM768', 'X448', 'brainpoolP256r1'])(
  'speaks to a server that exchanges keys by %s alone, where Node itself does',
  async (ecdhCurve) => {
    const at = await listen(['x.example'], { ecdhCurve });
    const plain = connectTls({ ...at, servername: 'x.example' });
    const byNode = await new Promise((resolve) => {
      plain.once('secureConnect', () => resolve(true)).once('error', () => resolve(false));
    });
    plain.destroy();
    const socket = await to([at], 'x.example').catch(failureOf);
    expect('authorized' in socket && socket.authorized).toBe(byNode);
    if ('destroy' in socket) socket.destroy();
  },
);

it('tells which place answered, and how long that took', async () => {
  const told: [string, number][] = [];
  const { signal } = new AbortController();
  const socket = await connect({
    ...{ host: 'good.example', places: [closed, good], contexts: createTlsContexts(), signal },
    onConnected: (host, milliseconds) => told.push([host, milliseconds]),
  });
  socket.destroy();
  expect(told).toEqual([['127.0.0.1', expect.any(Number)]]);
  expect(told[0]?.[1]).toBeGreaterThan(0);
});
