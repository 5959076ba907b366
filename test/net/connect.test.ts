import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { createSecureContext } from 'node:tls';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connect } from '../../src/net/connect.ts';
import { failureOf } from '../../src/net/http-failure.ts';
import { parseSocketAddress, type SocketAddress } from '../../src/net/socket-address.ts';
import { PUBLIC, startWorld, type World } from './world.ts';

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

afterAll(() => world.stop());

const to = (places: readonly SocketAddress[], host = 'good.example', signal = new AbortController().signal) =>
  connect({ host, places, secureContext: createSecureContext(), signal });

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
