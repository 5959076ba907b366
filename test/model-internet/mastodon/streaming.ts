import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { notificationJson, statusJson } from './entities.ts';
import { bearer } from './http.ts';
import type { ModelAccount, World } from './world.ts';

interface Client {
  readonly socket: WebSocket;
  readonly connection: Duplex;
  readonly account: ModelAccount;
  readonly streams: Set<string>;
  alive: boolean;
  /** Neither reads nor writes any more, but holds the connection. */
  frozen: boolean;
}

export interface Streaming {
  /** Answers a request to upgrade, or refuses it. */
  upgrade(request: IncomingMessage, connection: Duplex, head: Buffer): void;
  /** How many clients are subscribed to at least one stream. */
  subscribed(): number;
  /** Cuts all clients: without a word, or with a close frame of that code. */
  cut(code?: number): void;
  /** Makes all present clients half-open: no pong, no event, no close, until they give up. */
  freeze(): void;
  close(): void;
}

function refuse(connection: Duplex, status: number, reason: string): void {
  connection.on('error', () => connection.destroy());
  connection.once('finish', () => connection.destroy());
  connection.end(
    `HTTP/1.1 ${status} ${reason}\r\nConnection: close\r\nContent-Type: text/plain\r\nContent-Length: 0\r\nX-Error-Message: ${reason}\r\n\r\n`,
  );
}

/** https://docs.joinmastodon.org/methods/streaming/ , with Mastodon's own ping every `pingMs`. */
export function createStreaming(world: World, pingMs: number): Streaming {
  const clients = new Set<Client>();
  const server = new WebSocketServer({ noServer: true });

  const send = (account: ModelAccount, streams: readonly string[], event: string, payload: string) => {
    for (const client of clients) {
      if (client.account !== account || client.frozen) continue;
      for (const stream of streams) {
        if (client.streams.has(stream))
          client.socket.send(JSON.stringify({ stream: [stream], event, payload }));
      }
    }
  };

  world.events.on('notification', (notification) => {
    if (notification.filtered) return;
    const payload = JSON.stringify(notificationJson(notification, world));
    send(notification.recipient, ['user', 'user:notification'], 'notification', payload);
  });
  world.events.on('posted', (status) => {
    send(status.account, ['user'], 'update', JSON.stringify(statusJson(status, world)));
  });
  world.events.on('edited', (status) => {
    const payload = JSON.stringify(statusJson(status, world));
    for (const account of status.mentions) send(account, ['user'], 'status.update', payload);
  });
  world.events.on('deleted', (status) => {
    for (const account of [status.account, ...status.mentions]) send(account, ['user'], 'delete', status.id);
  });

  const subscribe = (client: Client, stream: string) => {
    if (world.traits.streams?.includes(stream)) client.streams.add(stream);
    else if (world.flavour === 'mastodon') {
      client.socket.send(JSON.stringify({ error: 'Unknown stream type', status: 400 }));
    }
  };

  const receive = (client: Client, data: string) => {
    let message: unknown;
    try {
      message = JSON.parse(data);
    } catch {
      return;
    }
    if (message === null || typeof message !== 'object' || !('type' in message) || !('stream' in message))
      return;
    if (message.type === 'subscribe') subscribe(client, String(message.stream));
    if (message.type === 'unsubscribe') client.streams.delete(String(message.stream));
  };

  const accept = (socket: WebSocket, connection: Duplex, account: ModelAccount, stream: string | null) => {
    const client: Client = { socket, connection, account, streams: new Set(), alive: true, frozen: false };
    clients.add(client);
    socket.on('close', () => clients.delete(client));
    socket.on('error', () => clients.delete(client));
    socket.on('pong', () => {
      client.alive = true;
    });
    socket.on('message', (data) => receive(client, String(data)));
    if (stream !== null && stream !== '') subscribe(client, stream);
  };

  const heartbeat = setInterval(() => {
    for (const client of clients) {
      if (client.frozen) continue;
      if (!client.alive) {
        client.socket.terminate();
        continue;
      }
      client.alive = false;
      client.socket.ping();
    }
  }, pingMs);
  heartbeat.unref();

  return {
    upgrade(request, connection, head) {
      const url = new URL(request.url ?? '/', world.origin);
      if (world.traits.streams === null || !/^\/api\/v1\/streaming\/?$/.test(url.pathname)) {
        refuse(connection, 404, 'Not Found');
        return;
      }
      if (world.traits.wantsUserAgent && !request.headers['user-agent']) {
        refuse(connection, 418, "I'm a teapot");
        return;
      }
      const protocol = request.headers['sec-websocket-protocol']?.split(',')[0]?.trim();
      const token = bearer(request.headers, url.searchParams) ?? protocol ?? '';
      const account = world.tokens.get(token);
      if (account === undefined) {
        refuse(connection, 401, token === '' ? 'Missing access token' : 'Invalid access token');
        return;
      }
      server.handleUpgrade(request, connection, head, (socket) =>
        accept(socket, connection, account, url.searchParams.get('stream')),
      );
    },
    subscribed: () => [...clients].filter(({ streams }) => streams.size > 0).length,
    cut(code) {
      for (const { socket } of clients) {
        if (code === undefined) socket.terminate();
        else socket.close(code);
      }
    },
    freeze() {
      for (const client of clients) {
        client.frozen = true;
        client.streams.clear();
        client.socket.pause();
      }
    },
    close() {
      clearInterval(heartbeat);
      for (const { socket } of clients) socket.terminate();
      server.close();
    },
  };
}
