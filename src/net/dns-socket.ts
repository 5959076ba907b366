import { randomFillSync } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import type { SocketAddress } from './socket-address.ts';

/** Room for the replies that arrive while the event loop is busy; the system caps it (208 KiB hold some 270 replies). */
const RECEIVE_BYTES = 1024 * 1024;

/** One UDP socket, connected, so that the kernel drops what does not come from the server. */
export interface DnsSocket {
  /** Sends a copy of the query under a fresh random id, which stays `listener`'s until it is released. */
  send(query: Buffer, listener: (message: Buffer) => void): number;
  release(id: number): void;
  close(): void;
}

/** Opens a socket on a random port of the kernel's choice. Throws where the system has no route to such an address. */
export async function openDnsSocket(server: SocketAddress): Promise<DnsSocket> {
  const socket = createSocket({
    type: server.host.includes(':') ? 'udp6' : 'udp4',
    recvBufferSize: RECEIVE_BYTES,
  });
  try {
    socket.connect(server.port, server.host);
    await once(socket, 'connect');
  } catch (error) {
    socket.close();
    throw error;
  }
  const listeners = new Map<number, (message: Buffer) => void>();
  // Port unreachable and its like: whoever waits for an answer has a timer of its own.
  socket.on('error', () => undefined);
  socket.on('message', (message) => {
    if (message.length >= 2) listeners.get(message.readUInt16BE(0))?.(message);
  });
  let closed = false;

  return {
    send(query, listener) {
      let id = randomId();
      while (listeners.has(id)) id = randomId();
      listeners.set(id, listener);
      const message = Buffer.from(query);
      message.writeUInt16BE(id, 0);
      if (!closed) socket.send(message);
      return id;
    },
    release(id) {
      listeners.delete(id);
    },
    close() {
      if (closed) return;
      closed = true;
      listeners.clear();
      socket.close();
    },
  };
}

const pool = new Uint16Array(1024);
let unused = 0;

function randomId(): number {
  if (unused === 0) {
    randomFillSync(pool);
    unused = pool.length;
  }
  unused--;
  return pool[unused] ?? 0;
}
