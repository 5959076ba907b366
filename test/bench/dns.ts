/*
 * What a DNS query costs our client, against a bare loop over `node:dgram` that sends ready-made packets and
 * looks at nothing but their ids. Both take turns on small slices, so that a busy machine slows both. Exit 1
 * where the goal is missed by more than a tenth.
 */
import { fork } from 'node:child_process';
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { encode, RECURSION_DESIRED } from 'dns-packet';
import { createDns } from '../../src/net/dns/client.ts';
import type { Dns } from '../../src/net/dns/dns.ts';

/** Queries a second of one core, as a part of the bare loop's. */
const GOAL = 0.7;
const TOLERANCE = 0.9;
const SOCKETS = 4;
const RESPONDER = fileURLToPath(new URL('./dns-responder.ts', import.meta.url));

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '9' },
    slice: { type: 'string', default: '20000' },
    'in-flight': { type: 'string', default: '500' },
  },
});
const [rounds, slice, inFlight] = [Number(values.rounds), Number(values.slice), Number(values['in-flight'])];

/** CPU seconds and seconds of some work. */
async function cost(work: () => Promise<void>) {
  const cpu = process.cpuUsage();
  const began = performance.now();
  await work();
  const { user, system } = process.cpuUsage(cpu);
  return { cpu: (user + system) / 1e6, wall: (performance.now() - began) / 1000 };
}

async function openBare(address: string): Promise<readonly Socket[]> {
  const [host, port] = address.split(':');
  return Promise.all(
    Array.from({ length: SOCKETS }, async () => {
      const socket = createSocket({ type: 'udp4', recvBufferSize: 1024 * 1024 });
      socket.connect(Number(port), host);
      await once(socket, 'connect');
      return socket;
    }),
  );
}

/** A query whose answer does not come is lost, and its place with it: loopback loses none. */
async function askBare(sockets: readonly Socket[], packets: readonly Buffer[]): Promise<void> {
  let next = 0;
  let left = packets.length;
  const finished = Promise.withResolvers<void>();
  const send = (socket: Socket) => {
    const packet = packets[next];
    if (packet === undefined) return;
    packet.writeUInt16BE(next & 0xffff, 0);
    next++;
    socket.send(packet);
  };
  for (const socket of sockets) {
    socket.removeAllListeners('message');
    socket.on('message', (message) => {
      message.readUInt16BE(0);
      if (--left === 0) finished.resolve();
      send(socket);
    });
  }
  for (let index = 0; index < inFlight; index++) {
    const socket = sockets[index % sockets.length];
    if (socket !== undefined) send(socket);
  }
  await finished.promise;
}

async function askOurs(dns: Dns, names: readonly string[]): Promise<void> {
  let next = 0;
  let failed = 0;
  const worker = async () => {
    for (let at = next++; at < names.length; at = next++) {
      const { status } = await dns.query(names[at] as string, at % 2 === 0 ? 'A' : 'AAAA');
      if (status !== (at % 2 === 0 ? 'NOERROR' : 'NODATA')) failed++;
    }
  };
  await Promise.all(Array.from({ length: inFlight }, worker));
  if (failed > 0) throw new Error(`${failed} of ${names.length} queries failed`);
}

function packetsFor(names: readonly string[]): readonly Buffer[] {
  return names.map((name, at) =>
    encode({
      type: 'query',
      id: 0,
      flags: RECURSION_DESIRED,
      questions: [{ name, type: at % 2 === 0 ? 'A' : 'AAAA', class: 'IN' }],
    }),
  );
}

function median(numbers: readonly number[]): number {
  return [...numbers].sort((a, b) => a - b)[numbers.length >> 1] ?? Number.NaN;
}

async function bench(): Promise<number> {
  const responder = fork(RESPONDER);
  const [address] = (await once(responder, 'message')) as [string];
  const dns = await createDns({ servers: [address], concurrency: inFlight, qps: 0 });
  const bare = await openBare(address);
  const taken: { readonly bare: number; readonly ours: number; readonly ratio: number }[] = [];
  // The first round warms both up.
  for (let round = 0; round <= rounds; round++) {
    const names = Array.from({ length: slice }, (_, index) => `n${index >> 1}.r${round}.example`);
    const packets = packetsFor(names);
    const limit = await cost(() => askBare(bare, packets));
    const own = await cost(() => askOurs(dns, names));
    if (round > 0) taken.push({ bare: slice / limit.cpu, ours: slice / own.cpu, ratio: limit.cpu / own.cpu });
  }
  dns.close();
  for (const socket of bare) socket.close();
  responder.disconnect();
  const ratio = median(taken.map((round) => round.ratio));
  const rate = (key: 'bare' | 'ours') => Math.round(median(taken.map((round) => round[key])) / 1000);
  console.log(
    `DNS, ${inFlight} in flight, per CPU second: ours ${rate('ours')}k, bare loop ${rate('bare')}k: ${ratio.toFixed(2)} of the limit (goal ${GOAL}; ${rounds} rounds of ${slice})`,
  );
  return ratio >= GOAL * TOLERANCE ? 0 : 1;
}

process.exitCode = await bench();
