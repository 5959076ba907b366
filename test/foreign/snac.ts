import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort, startProgram } from './programs.ts';

/** A status of snac's Mastodon API, as far as tests look at it. */
export interface SnacStatus {
  readonly id: string;
  readonly content: string;
  readonly in_reply_to_id: string | null;
  readonly visibility: string;
  readonly media_attachments: readonly { readonly description: string | null }[];
}

/** An account on a snac server, with a token of its own. */
export interface SnacAccount {
  readonly token: string;
  post(text: string, inReplyTo?: string): Promise<SnacStatus>;
}

/**
 * snac (codeberg.org/grunfink/snac2), a home server of the fediverse that others wrote, on loopback. Debian
 * has it in bookworm-backports and later as the package `snac2`.
 */
export interface Snac {
  readonly url: string;
  addAccount(name: string): Promise<SnacAccount>;
  /** Signs in as the owner of an account and agrees; the code that the page shows. */
  agree(page: string, name: string): Promise<string>;
  /** All posts of an account that are still there. */
  posts(name: string): Promise<readonly SnacStatus[]>;
  stop(): Promise<void>;
}

export async function startSnac(): Promise<Snac> {
  const port = await freePort();
  const host = `127.0.0.1:${port}`;
  const url = `http://${host}`;
  const dataIn = (folder: string) => join(folder, 'data');
  const server = await startProgram('snac2', {
    files: (folder) => {
      const input = `127.0.0.1\n${port}\n${host}\n\n\n`;
      execFileSync('snac', ['init', dataIn(folder)], { input, stdio: 'pipe' });
      const settings = JSON.parse(readFileSync(join(dataIn(folder), 'server.json'), 'utf8'));
      return { 'data/server.json': JSON.stringify({ ...settings, protocol: 'http' }) };
    },
    arguments: (folder) => ['httpd', dataIn(folder)],
    isReady: async () => (await ask(`${url}/api/v1/instance`).catch(() => null))?.ok === true,
  });
  const passwords = new Map<string, string>();
  const tokens = new Map<string, string>();

  const signIn = async (fields: Readonly<Record<string, string>>): Promise<string> => {
    const response = await ask(`${url}/oauth/x-snac-login`, {
      method: 'POST',
      body: new URLSearchParams(fields),
    });
    return await response.text();
  };
  const agree = async (page: string, name: string): Promise<string> => {
    const form = await (await ask(page)).text();
    const hidden = [...form.matchAll(/type="hidden" name="(\w+)" value="([^"]*)"/g)];
    return await signIn({
      login: name,
      passwd: passwords.get(name) ?? '',
      ...Object.fromEntries(hidden.map(([, field = '', value = '']) => [field, value])),
    });
  };
  return {
    url,
    agree,
    async addAccount(name) {
      const told = execFileSync('snac', ['adduser', dataIn(server.folder), name], {
        input: `${name}\n\n\n`,
        stdio: 'pipe',
      });
      passwords.set(name, /password is (\S+)/.exec(told.toString())?.[1] ?? '');
      const token = await makeToken(url, (page) => agree(page, name));
      tokens.set(name, token);
      return {
        token,
        async post(text, inReplyTo) {
          const response = await ask(`${url}/api/v1/statuses`, {
            method: 'POST',
            headers: { Authorization: `Bearer ${token}` },
            body: new URLSearchParams({
              status: text,
              visibility: 'public',
              ...(inReplyTo === undefined ? {} : { in_reply_to_id: inReplyTo }),
            }),
          });
          return (await response.json()) as SnacStatus;
        },
      };
    },
    async posts(name) {
      const get = async (path: string) =>
        await (
          await ask(`${url}${path}`, { headers: { Authorization: `Bearer ${tokens.get(name) ?? ''}` } })
        ).json();
      const { id } = (await get('/api/v1/accounts/verify_credentials')) as { id: string };
      return (await get(`/api/v1/accounts/${id}/statuses?limit=40`)) as SnacStatus[];
    },
    stop: server.stop,
  };
}

/** Each request on a connection of its own: snac closes idle ones at a moment that a client cannot know. */
function ask(url: string, init: RequestInit = {}): Promise<Response> {
  const headers = new Headers(init.headers);
  headers.set('Connection', 'close');
  return fetch(url, { ...init, headers });
}

/** By the ways of OAuth that every client goes (docs.joinmastodon.org/methods/oauth). */
async function makeToken(url: string, agree: (page: string) => Promise<string>): Promise<string> {
  const redirect = 'urn:ietf:wg:oauth:2.0:oob';
  const post = async (path: string, fields: Readonly<Record<string, string>>) => {
    const response = await ask(`${url}${path}`, { method: 'POST', body: new URLSearchParams(fields) });
    return (await response.json()) as Readonly<Record<string, string>>;
  };
  const app = await post('/api/v1/apps', {
    client_name: 'test',
    redirect_uris: redirect,
    scopes: 'read write',
  });
  const client = { client_id: app.client_id ?? '', redirect_uri: redirect };
  const page = new URL('/oauth/authorize', url);
  page.search = new URLSearchParams({ ...client, response_type: 'code', scope: 'read write' }).toString();
  const code = (await agree(page.href)).split('&')[0] ?? '';
  const given = await post('/oauth/token', {
    ...client,
    client_secret: app.client_secret ?? '',
    grant_type: 'authorization_code',
    code,
  });
  return given.access_token ?? '';
}
