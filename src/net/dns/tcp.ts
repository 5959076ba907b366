import { randomInt } from 'node:crypto';
import { connect } from 'node:net';
import type { SocketAddress } from '../socket-address.ts';

/**
 * Asks once over TCP (RFC 7766), for replies that do not fit into UDP. Gives the message, at most 64 KiB as
 * its length has two bytes, or null where none with the right id came before the signal.
 */
export function askOverTcp(
  server: SocketAddress,
  query: Buffer,
  signal: AbortSignal,
): Promise<Buffer | null> {
  return new Promise((resolve) => {
    const id = randomInt(0x10000);
    const message = Buffer.alloc(query.length + 2);
    message.writeUInt16BE(query.length, 0);
    query.copy(message, 2);
    message.writeUInt16BE(id, 2);

    const socket = connect({ host: server.host, port: server.port, signal });
    const chunks: Buffer[] = [];
    let received = 0;
    const end = (reply: Buffer | null) => {
      socket.destroy();
      resolve(reply);
    };
    socket.on('error', () => end(null));
    socket.on('close', () => end(null));
    socket.on('data', (chunk: Buffer) => {
      const [first] = chunks;
      if (first?.length === 1) chunks[0] = Buffer.concat([first, chunk]);
      else chunks.push(chunk);
      received += chunk.length;
      if (received < 2 || received < wantedBy(chunks)) return;
      const reply = Buffer.concat(chunks).subarray(2, wantedBy(chunks));
      end(reply.length >= 2 && reply.readUInt16BE(0) === id ? reply : null);
    });
    socket.write(message);
  });
}

/** Bytes of the whole frame, by its first two; the first chunk holds at least these. */
function wantedBy(chunks: readonly Buffer[]): number {
  return (chunks[0]?.readUInt16BE(0) ?? 0) + 2;
}
