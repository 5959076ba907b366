import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { decode } from 'dns-packet';

/** What a server says to one type of question, in place of the truth. */
export type Lie = 'NXDOMAIN' | 'SERVFAIL' | 'NOTIMP' | 'REFUSED' | 'silence';
const RCODES = { SERVFAIL: 2, NXDOMAIN: 3, NOTIMP: 4, REFUSED: 5 } as const;
const HEADER_BYTES = 12;

export interface LyingResolver {
  /** `ip:port`. */
  readonly address: string;
  stop(): void;
}

/**
 * A resolver that passes questions on over UDP, except those for which `lieOf` names a lie: these get a reply
 * without records, or none.
 */
export async function startLyingResolver(
  honest: string,
  lieOf: (name: string, type: string) => Lie | null,
): Promise<LyingResolver> {
  const [host = '', port = ''] = honest.split(':');
  const socket = createSocket('udp4');
  socket.on('message', (packet, from) => {
    const [question] = decode(packet).questions ?? [];
    const lie = question === undefined ? null : lieOf(question.name.toLowerCase(), question.type);
    if (lie === 'silence') return;
    if (lie !== null) {
      const reply = Buffer.from(packet);
      // QR and RA, then the code (RFC 1035, 4.1.1); the question stays, with EDNS if it came with it.
      reply[2] = (reply[2] ?? 0) | 0x80;
      reply[3] = 0x80 | RCODES[lie];
      socket.send(reply, from.port, from.address);
      return;
    }
    if (packet.length < HEADER_BYTES) return;
    const relay = createSocket('udp4');
    relay.once('message', (answer) => {
      socket.send(answer, from.port, from.address, () => relay.close());
    });
    relay.send(packet, Number(port), host);
    relay.unref();
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return {
    address: `127.0.0.1:${socket.address().port}`,
    stop: () => void socket.close(),
  };
}
