import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { ping, WebSocket } from 'undici';
import { createBackoff } from './backoff.ts';
import { type Clock, systemClock } from './clock.ts';
import type { Log } from './log.ts';

export interface StreamOptions {
  /** From the instance: `wss://HOST`, with or without the path of the API. */
  readonly url: string;
  readonly accessToken: string;
  readonly userAgent: string;
  readonly log: Log;
  /** Something may have come: an event, or a fresh connection after which nobody repeats what was missed. */
  readonly onHint: () => void;
  /** Milliseconds; a connection that has not answered a ping for so long is dead. */
  readonly heartbeatMs: number;
  readonly firstDelayMs: number;
  readonly longestDelayMs: number;
  readonly clock?: Clock;
}

export interface Stream {
  stop(): void;
}

/** undici tells of pongs here only, with the socket that they came on. */
const PONG = 'undici:websocket:pong';
/** What may stand in Sec-WebSocket-Protocol (RFC 6455, 4.1: a token of HTTP). */
const PROTOCOL = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const EVENTS = new Set(['notification', 'notifications_merged']);

function streamingUrl(base: string): URL {
  const url = new URL(base);
  if (!url.pathname.includes('/api/v1/streaming')) {
    url.pathname = `${url.pathname.replace(/\/$/, '')}/api/v1/streaming`;
  }
  // Some servers send notifications on this stream only, none on `user:notification`.
  url.searchParams.set('stream', 'user');
  return url;
}

function eventOf(data: unknown): string | null {
  if (typeof data !== 'string') return null;
  try {
    const message: unknown = JSON.parse(data);
    const known = message !== null && typeof message === 'object' && 'event' in message;
    return known && typeof message.event === 'string' ? message.event : null;
  } catch {
    return null;
  }
}

/**
 * Listens to the home server's stream (docs.joinmastodon.org/methods/streaming), only to know when to look: what counts is
 * what the next poll reads. Connects again after 1 s to 5 min, finds half-open connections by ping. The token goes in a
 * header, and no event of the socket is logged whole, because those carry it.
 */
export function openStream(options: StreamOptions): Stream {
  const { log, onHint, heartbeatMs } = options;
  const backoff = createBackoff({
    firstMs: options.firstDelayMs,
    longestMs: options.longestDelayMs,
  });
  const url = streamingUrl(options.url);
  const clock = options.clock ?? systemClock;
  const stopping = new AbortController();
  let socket: WebSocket | null = null;
  let alive = false;

  const heard = (message: unknown) => {
    if (message !== null && typeof message === 'object' && 'websocket' in message) {
      if (message.websocket === socket) alive = true;
    }
  };
  subscribe(PONG, heard);

  function connect(): void {
    const current = new WebSocket(url, {
      headers: { 'User-Agent': options.userAgent, Authorization: `Bearer ${options.accessToken}` },
      // Where Mastodon documents the token; some servers look nowhere else.
      protocols: PROTOCOL.test(options.accessToken) ? [options.accessToken] : [],
    });
    socket = current;
    const ending = new AbortController();
    let opened = false;

    const lost = async (why: string) => {
      if (socket !== current) return;
      socket = null;
      ending.abort();
      const delay = backoff.next();
      log[opened ? 'info' : 'warn'](
        { why, delayMs: delay },
        'no stream from the home server; polling goes on',
      );
      await clock.sleep(delay, stopping.signal);
      if (!stopping.signal.aborted) connect();
    };

    /** Finds connections that are open at our end only, and those that are never answered. */
    const watch = async () => {
      const signal = AbortSignal.any([ending.signal, stopping.signal]);
      for (;;) {
        await clock.sleep(heartbeatMs, signal);
        if (signal.aborted) return;
        if (!alive) {
          void lost(opened ? 'no answer to a ping' : 'no answer');
          current.close();
          return;
        }
        // Only a connection that has lived is a reason to begin again with short waits.
        backoff.reset();
        alive = false;
        ping(current);
      }
    };

    alive = false;
    void watch();
    current.onopen = () => {
      if (socket !== current) return;
      opened = true;
      alive = true;
      log.info({}, 'listening to the stream of the home server');
      onHint();
    };
    current.onmessage = ({ data }) => {
      if (socket !== current) return;
      alive = true;
      const event = eventOf(data);
      if (event !== null && EVENTS.has(event)) {
        backoff.reset();
        onHint();
      }
    };
    current.onclose = ({ code }) => void lost(`closed with code ${code}`);
    // An error is always followed by a close; without a listener it would be nobody's.
    current.onerror = () => undefined;
  }

  connect();
  return {
    stop() {
      stopping.abort();
      unsubscribe(PONG, heard);
      const last = socket;
      socket = null;
      last?.close();
    },
  };
}
