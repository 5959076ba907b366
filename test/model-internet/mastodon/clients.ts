import { createRestAPIClient, type mastodon } from 'masto';
import { afterEach } from 'vitest';
import { type MastodonOptions, type ModelMastodon, startMastodon } from './mastodon.ts';

export interface Started {
  readonly server: ModelMastodon;
  readonly client: mastodon.rest.Client;
  /** A request with the bot's token. */
  ask(path: string, init?: RequestInit): Promise<Response>;
}

/** Starts model servers for the tests of a file, each with a client, and stops them after each test. */
export function modelServers(): (options?: MastodonOptions) => Promise<Started> {
  const running: ModelMastodon[] = [];
  afterEach(async () => {
    await Promise.all(running.splice(0).map((server) => server.stop()));
  });
  return async (options = {}) => {
    const server = await startMastodon(options);
    running.push(server);
    return {
      server,
      client: createRestAPIClient({ url: server.url, accessToken: server.token, timeout: 5000 }),
      ask: (path, init = {}) =>
        fetch(server.url + path, {
          ...init,
          headers: { authorization: `Bearer ${server.token}`, ...init.headers },
        }),
    };
  };
}
