import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls, type SecureContext, type TLSSocket } from 'node:tls';
import { codeOf, FailureError } from './http-failure.ts';
import type { SocketAddress } from './socket-address.ts';
import { afterInput } from './timer.ts';

export interface ConnectOptions {
  /** For SNI and the certificate. */
  readonly host: string;
  /** Already checked; tried in this order. */
  readonly places: readonly SocketAddress[];
  /** One for all connections: a context of one's own for each costs ten times the handshake. */
  readonly secureContext: SecureContext;
  readonly signal: AbortSignal;
}

const TCP_MS = 5000;
const TLS_MS = 5000;
/** How long one address is tried alone before the next one is tried beside it (RFC 8305, 5, asks for 100 ms to 2 s). */
const HEAD_START_MS = 300;

/** A TLS connection with a verified certificate to one of the places. Rejects with a {@link FailureError}. */
export async function connect(options: ConnectOptions): Promise<TLSSocket> {
  return handshake(await race(options.places, options.signal), options);
}

function race(places: readonly SocketAddress[], signal: AbortSignal): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const pending = new Set<Socket>();
    let next = 0;
    let headStart: NodeJS.Timeout | undefined;

    const end = (outcome: Socket | FailureError) => {
      clearTimeout(headStart);
      cancel();
      signal.removeEventListener('abort', abort);
      for (const socket of pending) if (socket !== outcome) socket.destroy();
      // What the winner says from now on is for whoever has it; it must not start another attempt.
      pending.clear();
      if (outcome instanceof FailureError) reject(outcome);
      else resolve(outcome);
    };
    const abort = () => end(new FailureError('TIMEOUT', 'given up while connecting'));
    const cancel = afterInput(TCP_MS, () => end(new FailureError('UNREACHABLE', 'ETIMEDOUT')));

    const attempt = () => {
      clearTimeout(headStart);
      const place = places[next++];
      if (place === undefined) return;
      const socket = connectTcp({ host: place.host, port: place.port, noDelay: true });
      pending.add(socket);
      socket.once('connect', () => end(socket));
      socket.on('error', (error) => {
        if (!pending.delete(socket)) return;
        if (next < places.length) attempt();
        else if (pending.size === 0) end(new FailureError('UNREACHABLE', codeOf(error)));
      });
      if (next < places.length) headStart = setTimeout(attempt, HEAD_START_MS);
    };

    if (signal.aborted) return abort();
    signal.addEventListener('abort', abort);
    attempt();
  });
}

function handshake(socket: Socket, { host, secureContext, signal }: ConnectOptions): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    const secure = connectTls({
      socket,
      servername: host,
      secureContext,
      ALPNProtocols: ['http/1.1'],
      rejectUnauthorized: true,
    });
    const end = (failure: FailureError | null) => {
      cancel();
      signal.removeEventListener('abort', abort);
      if (failure === null) return resolve(secure);
      secure.destroy();
      reject(failure);
    };
    const abort = () => end(new FailureError('TIMEOUT', 'given up in the TLS handshake'));
    const cancel = afterInput(TLS_MS, () => end(new FailureError('TIMEOUT', 'TLS handshake')));
    signal.addEventListener('abort', abort);
    secure.once('secureConnect', () => end(null));
    secure.on('error', (error) => {
      const code = codeOf(error);
      end(new FailureError(code === 'ECONNRESET' ? 'UNREACHABLE' : 'TLS', code));
    });
  });
}
