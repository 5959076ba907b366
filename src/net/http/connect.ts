import { X509Certificate } from 'node:crypto';
import { connect as connectTcp, type Socket } from 'node:net';
import {
  checkServerIdentity,
  connect as connectTls,
  createSecureContext,
  type PeerCertificate,
  type SecureContext,
  type TLSSocket,
} from 'node:tls';
import type { SocketAddress } from '../socket-address.ts';
import { afterInput } from '../timer.ts';
import { codeOf, FailureError } from './failure.ts';

export interface ConnectOptions {
  /** For SNI and the certificate. */
  readonly host: string;
  /** Already checked; tried in this order. */
  readonly places: readonly SocketAddress[];
  /** One for all connections: contexts of one's own for each cost ten times the handshake. */
  readonly contexts: TlsContexts;
  readonly signal: AbortSignal;
  /** Longest wait for TCP and for TLS; the usual one unless given. */
  readonly waitMs?: number | undefined;
  /** Gets the place that answered, and how long its TCP handshake took. */
  readonly onConnected?: ((host: string, milliseconds: number) => void) | undefined;
}

/** What handshakes begin with. */
export interface TlsContexts {
  readonly usual: SecureContext;
  /** For servers that refuse the usual one. */
  readonly every: SecureContext;
}

/**
 * Groups of the key exchange that nearly all servers have (RFC 8446, 9.1). The hybrid one that Node offers
 * first (X25519MLKEM768) costs a sixth of a connection; documents that anyone may read need no such secrecy.
 */
const USUAL_GROUPS = 'X25519:P-256:P-384:P-521';
/** How a server refuses that shares no group or cipher with us. */
const HANDSHAKE_REFUSED = /HANDSHAKE_FAILURE$/;
/** How a server refuses that does not speak HTTP/1.1 (RFC 7301, 3.2); the others choose it. */
const HTTP2_ONLY = /NO_APPLICATION_PROTOCOL$/;
const TCP_MS = 5000;
const TLS_MS = 5000;
/**
 * How long one address is tried alone before the next one is tried beside it (RFC 8305, 5, asks for 100 ms to
 * 2 s).
 */
const HEAD_START_MS = 300;

/**
 * A TLS connection with a verified certificate to one of the places, for HTTP/2 only if the server insists on
 * it. Rejects with a {@link FailureError}.
 */
export async function connect(options: ConnectOptions): Promise<TLSSocket> {
  const { contexts } = options;
  const attempt = async (secureContext: SecureContext, protocol: 'http/1.1' | 'h2') =>
    handshake(await race(options), options, { secureContext, protocol });
  try {
    return await attempt(contexts.usual, 'http/1.1');
  } catch (error) {
    if (!(error instanceof FailureError)) throw error;
    const { detail } = error.failure;
    if (HTTP2_ONLY.test(detail)) return attempt(contexts.usual, 'h2');
    if (HANDSHAKE_REFUSED.test(detail)) return attempt(contexts.every, 'http/1.1');
    throw error;
  }
}

/** Made without `ca`, they trust Node's roots and those of NODE_EXTRA_CA_CERTS. */
export function createTlsContexts(): TlsContexts {
  return { usual: createSecureContext({ ecdhCurve: USUAL_GROUPS }), every: createSecureContext() };
}

function race({ places, signal, waitMs = TCP_MS, onConnected }: ConnectOptions): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const pending = new Set<Socket>();
    let next = 0;
    let headStart: NodeJS.Timeout | undefined;

    const end = (outcome: Socket | FailureError) => {
      clearTimeout(headStart);
      cancel();
      signal.removeEventListener('abort', abort);
      for (const socket of pending) if (socket !== outcome) socket.destroy();
      // The winner belongs to the caller now: its later errors must not start another attempt.
      pending.clear();
      if (outcome instanceof FailureError) reject(outcome);
      else resolve(outcome);
    };
    const abort = () => end(new FailureError('TIMEOUT', 'given up while connecting'));
    const cancel = afterInput(waitMs, () => end(new FailureError('UNREACHABLE', 'ETIMEDOUT')));

    const attempt = () => {
      clearTimeout(headStart);
      const place = places[next++];
      if (place === undefined) return;
      const began = performance.now();
      const socket = connectTcp({ host: place.host, port: place.port, noDelay: true });
      pending.add(socket);
      socket.once('connect', () => {
        onConnected?.(place.host, performance.now() - began);
        end(socket);
      });
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

function handshake(
  socket: Socket,
  { host, signal, waitMs = TLS_MS }: ConnectOptions,
  {
    secureContext,
    protocol,
  }: { readonly secureContext: SecureContext; readonly protocol: 'http/1.1' | 'h2' },
): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    const secure = connectTls({
      socket,
      servername: host,
      secureContext,
      ALPNProtocols: [protocol],
      rejectUnauthorized: true,
      checkServerIdentity: checkNames,
    });
    // Node asks for it to hand it to `checkServerIdentity`. The usual one is an object of all the fields of
    // the whole chain, which costs more than the rest of the verification.
    secure.getPeerCertificate = () => secure.getPeerX509Certificate() as never;
    const end = (failure: FailureError | null) => {
      cancel();
      signal.removeEventListener('abort', abort);
      if (failure === null) return resolve(secure);
      secure.destroy();
      reject(failure);
    };
    const abort = () => end(new FailureError('TIMEOUT', 'given up in the TLS handshake'));
    const cancel = afterInput(waitMs, () => end(new FailureError('TIMEOUT', 'TLS handshake')));
    signal.addEventListener('abort', abort);
    secure.once('secureConnect', () => end(null));
    secure.on('error', (error) => {
      const code = codeOf(error);
      end(new FailureError(code === 'ECONNRESET' ? 'UNREACHABLE' : 'TLS', code));
    });
  });
}

/** The names in the certificate as OpenSSL compares them; undefined where one is the host's. */
function checkNames(host: string, certificate: PeerCertificate | X509Certificate): Error | undefined {
  if (!(certificate instanceof X509Certificate)) return checkServerIdentity(host, certificate);
  if (certificate.checkHost(host) !== undefined) return undefined;
  const error = new Error('the certificate is for other names');
  return Object.assign(error, { code: 'ERR_TLS_CERT_ALTNAME_INVALID' });
}
