import { randomFillSync } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import type { SocketAddress } from '../socket-address.ts';

/**
 * Room for the replies that arrive while the event loop is busy; the system caps it (208 KiB hold some 270
 * replies).
 */
const RECEIVE_BYTES = 1024 * 1024;

/** What waits for the reply to one message. */
export interface ReplyListener {
  receive(message: Buffer): void;
}

/** One UDP socket, connected, so that the kernel drops what does not come from the server. */
export interface DnsSocket {
  /**
   * Sends the message under a fresh random id, which is written into it and stays the listener's until it is
   * released. The message must not be changed afterwards.
   */
  send(message: Buffer, listener: ReplyListener): number;
  release(id: number): void;
  close(): void;
}

/**
 * Opens a socket on a random port of the kernel's choice. Throws where the system has no route to such an
 * address.
 */
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
  const listeners = new Map<number, ReplyListener>();
  // Errors such as "port unreachable" need no handling: each query has a timer of its own.
  socket.on('error', () => undefined);
  socket.on('message', (message) => {
    if (message.length < 2) return;
    listeners.get(((message[0] ?? 0) << 8) | (message[1] ?? 0))?.receive(message);
  });
  let closed = false;

  return {
    send(message, listener) {
      let id = randomId();
      while (listeners.has(id)) id = randomId();
      listeners.set(id, listener);
      message[0] = id >> 8;
      message[1] = id & 255;
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

const pool = new Uint16Array(4096);
let unused = 0;

function randomId(): number {
  if (unused === 0) {
    randomFillSync(pool);
    unused = pool.length;
  }
  unused--;
  return pool[unused] ?? 0;
}
