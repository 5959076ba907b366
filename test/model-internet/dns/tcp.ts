import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';

export interface TcpListener {
  readonly server: Server;
  readonly sockets: ReadonlySet<Socket>;
}

/** How long an idle connection is kept (RFC 7766, 6.2.3 asks for seconds, not minutes). */
const IDLE_MS = 30_000;

/**
 * DNS over TCP: each message behind two bytes of length (RFC 1035, 4.2.2), several in one connection (RFC
 * 7766).
 */
export async function openTcp(
  host: string,
  port: number,
  handle: (packet: Buffer, send: (reply: Buffer) => void) => void,
): Promise<TcpListener> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    let pending: Buffer = Buffer.alloc(0);
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    socket.setTimeout(IDLE_MS, () => socket.destroy());
    const send = (reply: Buffer) => {
      if (socket.destroyed) return;
      const length = Buffer.alloc(2);
      length.writeUInt16BE(reply.length);
      socket.write(Buffer.concat([length, reply]));
    };
    socket.on('data', (chunk: Buffer) => {
      pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
      while (pending.length >= 2 && pending.length >= 2 + pending.readUInt16BE(0)) {
        const end = 2 + pending.readUInt16BE(0);
        handle(pending.subarray(2, end), send);
        pending = pending.subarray(end);
      }
    });
  });
  server.listen(port, host, 1024);
  await once(server, 'listening');
  return { server, sockets };
}

export async function closeTcp(listener: TcpListener): Promise<void> {
  const closed = once(listener.server, 'close');
  listener.server.close();
  for (const socket of listener.sockets) socket.destroy();
  await closed;
}
