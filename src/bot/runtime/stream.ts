import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { ping, WebSocket } from 'undici';
import { parseJson } from '../../text/json.ts';
import { createBackoff } from './backoff.ts';
import { type Clock, systemClock } from './clock.ts';
import type { BotLog } from './log.ts';

export interface StreamOptions {
  /** From the instance: `wss://HOST`, with or without the API's path. */
  readonly url: string;
  readonly accessToken: string;
  readonly userAgent: string;
  readonly log: BotLog;
  /**
   * Something may have happened: an event, or a new connection, after which missed events are not repeated.
   */
  readonly onHint: () => void;
  /** Milliseconds without an answer to a ping after which a connection counts as dead. */
  readonly heartbeatMs: number;
  readonly firstDelayMs: number;
  readonly longestDelayMs: number;
  readonly clock?: Clock;
}

export interface Stream {
  stop(): void;
}

/** undici reports pongs only on this channel, with their socket. */
const PONG = 'undici:websocket:pong';
/** Valid values of Sec-WebSocket-Protocol (RFC 6455, 4.1: an HTTP token). */
const PROTOCOL = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const EVENTS = new Set(['notification', 'notifications_merged']);

function streamingUrl(base: string): URL {
  const url = new URL(base);
  if (!url.pathname.includes('/api/v1/streaming')) {
    url.pathname = `${url.pathname.replace(/\/$/, '')}/api/v1/streaming`;
  }
  // Some servers send notifications only on this stream, not on `user:notification`.
  url.searchParams.set('stream', 'user');
  return url;
}

function eventOf(data: unknown): string | null {
  if (typeof data !== 'string') return null;
  try {
    const message: unknown = parseJson(data);
    const known = message !== null && typeof message === 'object' && 'event' in message;
    return known && typeof message.event === 'string' ? message.event : null;
  } catch {
    return null;
  }
}

/**
 * Listens to the home server's stream (docs.joinmastodon.org/methods/streaming), only to know when to look:
 * what counts is what the next poll reads. Connects again after 1 s to 5 min.
 */
export function openStream(options: StreamOptions): Stream {
  const { log, onHint } = options;
  const backoff = createBackoff({ firstMs: options.firstDelayMs, longestMs: options.longestDelayMs });
  const clock = options.clock ?? systemClock;
  const stopping = new AbortController();
  let connection: Connection | null = null;
  /** The log says already that no stream comes about. */
  let toldOfSilence = false;

  async function comeBack(why: string, wasOpen: boolean): Promise<void> {
    const delayMs = backoff.next();
    // Where there is no streaming at all, saying so once is enough.
    if (wasOpen || !toldOfSilence)
      log[wasOpen ? 'info' : 'warn']({ why, delayMs }, 'no stream from the home server; polling goes on');
    toldOfSilence = !wasOpen;
    await clock.sleep(delayMs, stopping.signal);
    if (!stopping.signal.aborted) connect();
  }

  function connect(): void {
    connection = openConnection({
      ...options,
      clock,
      onOpen() {
        log.info({}, 'listening to the stream of the home server');
        onHint();
      },
      onEvent() {
        backoff.reset();
        onHint();
      },
      // Only a connection that has lived is a reason to begin again with short waits.
      onAlive: () => backoff.reset(),
      onLost: (why, wasOpen) => void comeBack(why, wasOpen),
    });
  }

  connect();
  return {
    stop() {
      stopping.abort();
      connection?.end();
    },
  };
}

interface ConnectionOptions extends Pick<StreamOptions, 'url' | 'accessToken' | 'userAgent' | 'heartbeatMs'> {
  readonly clock: Clock;
  readonly onOpen: () => void;
  /** Something may have come. */
  readonly onEvent: () => void;
  /** It has answered within a heartbeat. */
  readonly onAlive: () => void;
  /** Once at most, and not after {@link Connection.end}. */
  readonly onLost: (why: string, wasOpen: boolean) => void;
}

interface Connection {
  end(): void;
}

/**
 * One connection, until it is lost: half-open ones are found by ping. The token goes in a header, and no
 * event of the socket is logged whole, because those carry it.
 */
function openConnection({ url, accessToken, userAgent, clock, ...options }: ConnectionOptions): Connection {
  const socket = new WebSocket(streamingUrl(url), {
    headers: { 'User-Agent': userAgent, Authorization: `Bearer ${accessToken}` },
    // Where Mastodon documents the token; some servers look nowhere else.
    protocols: PROTOCOL.test(accessToken) ? [accessToken] : [],
  });
  const ending = new AbortController();
  let opened = false;
  let alive = false;

  const heardPong = (message: unknown) => {
    if (message !== null && typeof message === 'object' && 'websocket' in message) {
      if (message.websocket === socket) alive = true;
    }
  };
  subscribe(PONG, heardPong);

  function end(): boolean {
    if (ending.signal.aborted) return false;
    ending.abort();
    unsubscribe(PONG, heardPong);
    socket.close();
    return true;
  }

  function lose(why: string): void {
    if (end()) options.onLost(why, opened);
  }

  /** Finds connections that are open at our end only, and those that are never answered. */
  async function watch(): Promise<void> {
    for (;;) {
      await clock.sleep(options.heartbeatMs, ending.signal);
      if (ending.signal.aborted) return;
      if (!alive) return lose(opened ? 'no answer to a ping' : 'no answer');
      options.onAlive();
      alive = false;
      ping(socket);
    }
  }

  socket.onopen = () => {
    if (ending.signal.aborted) return;
    opened = true;
    alive = true;
    options.onOpen();
  };
  socket.onmessage = ({ data }) => {
    if (ending.signal.aborted) return;
    alive = true;
    const event = eventOf(data);
    if (event !== null && EVENTS.has(event)) options.onEvent();
  };
  socket.onclose = ({ code }) => lose(`closed with code ${code}`);
  // A close always follows an error. Without a listener, the error would end the process.
  socket.onerror = () => undefined;
  void watch();
  return { end };
}
