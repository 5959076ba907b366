import { createZipArchiveSync, ZipEntry } from 'node:zlib';
import { createFediDb } from '../../src/lists/sources/fedidb.ts';
import { createFediverseObserver } from '../../src/lists/sources/fediverse-observer.ts';
import { createFediverseParty } from '../../src/lists/sources/fediverse-party.ts';
import { createInstancesSocial } from '../../src/lists/sources/instances-social.ts';
import { createJoinMatrix } from '../../src/lists/sources/joinmatrix.ts';
import { createPeers } from '../../src/lists/sources/peers.ts';
import type { Source } from '../../src/lists/sources/source.ts';
import { createTheFederation } from '../../src/lists/sources/the-federation.ts';
import { createTranco } from '../../src/lists/sources/tranco.ts';
import { createXmppProviders } from '../../src/lists/sources/xmpp-providers.ts';
import type { Domain } from '../../src/model/domain.ts';
import { json, type Route, type Routes } from '../model-internet/https/routes.ts';

/** A source, with a local copy of the host and routes that its documentation describes. */
export interface Copy {
  readonly source: Source;
  readonly host: string;
  readonly routes: Routes;
  /** The path of the first request, without the query. */
  readonly path: string;
  readonly domains: readonly string[];
}

export const TOKEN = 'a-token-that-must-not-leak';

export function ranking(count: number): string {
  return Array.from({ length: count }, (_, index) => `${index + 1},site${index + 1}.example\r\n`).join('');
}

export function zipped(csv: string): Buffer {
  return Buffer.concat([...createZipArchiveSync([ZipEntry.createSync('top-1m.csv', Buffer.from(csv))])]);
}

export function zipRoute(csv: string): Route {
  return { kind: 'reply', headers: { 'content-type': 'application/zip' }, body: zipped(csv) };
}

const server = (domain: string) => ({
  id: 1,
  domain,
  open_registration: true,
  description: 'A “server”',
  banner_url: null,
  location: { city: 'Nuremberg', country: 'Germany' },
  software: { id: 1, name: 'Mastodon', url: 'mastodon', version: '4.4.0' },
  stats: { status_count: 5, user_count: 2, monthly_active_users: 1 },
});

const instance = (name: string) => ({
  id: '58',
  name,
  added_at: '2017-04-04T00:00:00.000Z',
  uptime: 1,
  up: true,
  dead: false,
  version: '4.4.0',
  users: '17',
  statuses: '2000',
  active_users: null,
});

export const COPIES: Readonly<Record<string, Copy>> = {
  'nodes.fediverse.party': {
    source: createFediverseParty(),
    host: 'nodes.fediverse.party',
    path: '/nodes.json',
    routes: { '/nodes.json': json(['a.example', 'B.example', 'a.example', 'bär.example', 'no domain']) },
    domains: ['a.example', 'b.example', 'xn--br-via.example'],
  },
  FediDB: {
    source: createFediDb({ gapMs: 1 }),
    host: 'api.fedidb.org',
    path: '/v1/servers',
    routes: {
      '/v1/servers': json({
        data: [server('a.example'), server('b.example')],
        links: { next: 'https://evil.example/' },
        meta: { next_cursor: 'eyJ+/=' },
      }),
      '/v1/servers?limit=40&cursor=eyJ%2B%2F%3D': json({
        data: [server('c.example')],
        links: { next: null },
        meta: { next_cursor: null },
      }),
    },
    domains: ['a.example', 'b.example', 'c.example'],
  },
  'fediverse.observer': {
    source: createFediverseObserver(),
    host: 'api.fediverse.observer',
    path: '/',
    routes: { '/': json({ data: { nodes: [{ domain: 'a.example' }, { domain: 'b.example' }] } }) },
    domains: ['a.example', 'b.example'],
  },
  'instances.social': {
    source: createInstancesSocial({ token: TOKEN }),
    host: 'instances.social',
    path: '/api/1.0/instances/list',
    routes: {
      '/api/1.0/instances/list?count=0&include_dead=false': json({
        instances: [instance('a.example'), instance('b.example')],
        pagination: { total: 2, next_id: '58' },
      }),
    },
    domains: ['a.example', 'b.example'],
  },
  'the-federation.info': {
    source: createTheFederation(),
    host: 'the-federation.info',
    path: '/v1/graphql',
    routes: {
      '/v1/graphql': json({
        data: {
          thefederation_node: [
            { host: 'a.example', thefederation_platform: { name: 'mastodon' } },
            { host: 'm.example', thefederation_platform: { name: 'matrix|synapse' } },
            { host: 'b.example', thefederation_platform: null },
          ],
        },
      }),
    },
    domains: ['a.example', 'b.example'],
  },
  'peers of home.example': {
    source: createPeers({ host: 'home.example' as Domain }),
    host: 'home.example',
    path: '/api/v1/instance/peers',
    routes: { '/api/v1/instance/peers': json(['a.example', 'b.example', 'old.onion:80']) },
    domains: ['home.example', 'a.example', 'b.example'],
  },
  'joinmatrix.org': {
    source: createJoinMatrix(),
    host: 'servers.joinmatrix.org',
    path: '/servers.json',
    routes: {
      '/servers.json': json({
        public_servers: [
          {
            name: 'a.example',
            client_domain: 'm.a.example',
            server_domain: 'm.a.example',
            software: 'Synapse',
          },
          { name: 'b.example:8448', client_domain: 'b.example', server_domain: 'b.example:8448' },
          { name: 'b.example:443' },
        ],
        private_servers: 7,
      }),
    },
    domains: ['a.example', 'b.example'],
  },
  'XMPP Providers': {
    source: createXmppProviders(),
    host: 'data.xmpp.net',
    path: '/providers/v2/providers-A.json',
    routes: {
      '/providers/v2/providers-A.json': json([{ jid: 'a.example', category: 'A', registrationWebPage: {} }]),
      '/providers/v2/providers-B.json': json([{ jid: 'a.example' }, { jid: 'b.example' }]),
      '/providers/v2/providers-C.json': json([]),
      '/providers/v2/providers-D.json': json(['a.example', 'd.example']),
    },
    domains: ['a.example', 'b.example', 'd.example'],
  },
  Tranco: {
    source: createTranco({ top: 5 }),
    host: 'tranco-list.eu',
    path: '/top-1m.csv.zip',
    routes: { '/top-1m.csv.zip': zipRoute(ranking(20)) },
    domains: [1, 2, 3, 4, 5].map((rank) => `site${rank}.example`),
  },
};
