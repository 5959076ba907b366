import { json, type Route, type Routes, text } from '../model-internet/https/routes.ts';
import type { ModelServer } from '../model-internet/networks/server.ts';

const RELATION = 'http://nodeinfo.diaspora.software/ns/schema/2.0';
const discovery = (href: string): Route => json({ links: [{ rel: RELATION, href }] });
const away = (to: string): Route => ({ kind: 'redirect', to, status: 301 });
const xrd = (host: string): Route =>
  text(
    `<?xml version="1.0"?>\n<XRD xmlns="http://docs.oasis-open.org/ns/xri/xrd-1.0">\n<Link rel="lrdd" template="https://${host}/.well-known/webfinger?resource={uri}"/>\n</XRD>`,
    'application/xrd+xml',
  );
const webFinger = (account: string, host: string): Route =>
  json({
    subject: `acct:${account}`,
    links: [
      null,
      { rel: 'http://webfinger.net/rel/profile-page' },
      { rel: 'self', href: `https://${host}/actor` },
    ],
  });

const WELL_KNOWN = ['/.well-known/nodeinfo', '/.well-known/host-meta', '/.well-known/webfinger'];
const USERS = { total: 90, activeMonth: 30 };

/** A website at `NAME.example` with everything that it says about its fediverse server. */
const website = (name: string, routes: Routes, more: Partial<ModelServer> = {}): ModelServer => ({
  domain: `${name}.example`,
  ip: '104.21.0.1',
  routes,
  ...more,
});

export const SERVERS: readonly ModelServer[] = [
  { domain: 'plain.example', ip: '116.203.9.1', ipv6: '2a01:4f8::91', software: 'mastodon', users: USERS },
  {
    domain: 'alias.example',
    ip: '116.203.9.2',
    cname: ['vip.masto.host'],
    software: 'mastodon',
    users: USERS,
  },
  { domain: 'nodata.example', behaviour: 'nodata' },
  { domain: 'loop.example', behaviour: 'cname-loop' },
  { domain: 'tls.example', ip: '116.203.9.3', behaviour: 'self-signed', software: 'mastodon' },

  {
    domain: 'social.linked.example',
    ip: '116.203.9.10',
    cname: ['c.hoster.example'],
    software: 'mastodon',
    users: USERS,
  },
  website(
    'linked',
    { '/.well-known/nodeinfo': discovery('https://social.linked.example/nodeinfo/2.0') },
    { cname: 'website.pages.example' },
  ),

  { domain: 'social.moved.example', ip: '116.203.9.11', software: 'gotosocial', users: USERS },
  website(
    'moved',
    Object.fromEntries(WELL_KNOWN.map((path) => [path, away(`https://social.moved.example${path}`)])),
  ),

  { domain: 'www.website.example', ip: '116.203.9.12', software: 'mastodon', users: USERS },
  website('website', { '/.well-known/nodeinfo': away('https://www.website.example/.well-known/nodeinfo') }),

  {
    domain: 'round.example',
    ip: '116.203.9.13',
    routes: { '/.well-known/nodeinfo': away('https://cdn.round.example/discovery') },
    software: 'mastodon',
    users: USERS,
  },
  {
    domain: 'cdn.round.example',
    ip: '104.21.0.2',
    routes: { '/discovery': discovery('https://round.example/nodeinfo/2.0') },
  },

  website(
    'dead-link',
    { '/.well-known/nodeinfo': discovery('https://gone.dead-link.example/nodeinfo/2.0') },
    { ip: '116.203.9.14' },
  ),
  { domain: 'inside.example', ip: '192.168.0.1' },
  website(
    'inner-link',
    { '/.well-known/nodeinfo': discovery('https://inside.example/nodeinfo/2.0') },
    { ip: '116.203.9.15' },
  ),
  { domain: 'slow-to-answer.shut-link.example', ip: '116.203.9.30', behaviour: 'reset' },
  website('shut-link', {
    '/.well-known/nodeinfo': discovery('https://slow-to-answer.shut-link.example/nodeinfo/2.0'),
  }),

  { domain: 'pleroma.meta.example', ip: '116.203.9.16', software: 'pleroma', users: USERS },
  website('meta', { '/.well-known/host-meta': xrd('pleroma.meta.example') }),
  {
    domain: 'pleroma.meta-moved.example',
    ip: '116.203.9.17',
    routes: { '/.well-known/host-meta': xrd('pleroma.meta-moved.example') },
  },
  website('meta-moved', {
    '/.well-known/nodeinfo': text('<html>', 'text/html'),
    '/.well-known/host-meta': away('https://pleroma.meta-moved.example/.well-known/host-meta'),
  }),
  website('meta-own', { '/.well-known/host-meta': xrd('meta-own.example') }, { ip: '116.203.9.18' }),
  website(
    'meta-html',
    { '/.well-known/host-meta': text('<html><Link rel="stylesheet">', 'text/html') },
    { ip: '116.203.9.19' },
  ),
  website('meta-dead', { '/.well-known/host-meta': xrd('gone.example') }, { ip: '116.203.9.20' }),

  {
    domain: 'mastodon.finger.example',
    ip: '116.203.9.21',
    routes: {
      '/.well-known/webfinger': webFinger('finger.example@finger.example', 'mastodon.finger.example'),
    },
  },
  website('finger', {
    '/.well-known/webfinger': away('https://mastodon.finger.example/.well-known/webfinger'),
  }),
  website('finger-own', {
    '/.well-known/host-meta': xrd('finger-own.example'),
    '/.well-known/webfinger': webFinger('FINGER-OWN.example@finger-own.example', 'plain.example'),
  }),
  website(
    'finger-person',
    { '/.well-known/webfinger': webFinger('somebody@plain.example', 'plain.example') },
    { ip: '116.203.9.22' },
  ),
  website('nothing', {}, { ip: '116.203.9.23' }),
  website(
    'failing',
    {
      '/.well-known/nodeinfo': { kind: 'reply', status: 500 },
      '/.well-known/host-meta': xrd('plain.example'),
    },
    { ip: '116.203.9.24' },
  ),
  website(
    'shy',
    { '/.well-known/host-meta': xrd('plain.example') },
    { ip: '116.203.9.25', robots: 'User-agent: whohosts\nDisallow: /\n' },
  ),

  {
    domain: 'big.example',
    ip: '151.101.1.1',
    software: 'mastodon',
    users: { total: 3_000_000, activeMonth: 300_000 },
    routes: { '/api/v2/instance': json({ domain: 'big.example' }) },
  },
  website('person', { '/.well-known/nodeinfo': away('https://big.example/.well-known/nodeinfo') }),
  {
    domain: 'served.test',
    ip: '116.203.9.26',
    software: 'mastodon',
    users: USERS,
    routes: { '/api/v2/instance': json({ domain: 'company.example' }) },
  },
  website('company', { '/.well-known/nodeinfo': away('https://served.test/.well-known/nodeinfo') }),
  { domain: 'silent.test', ip: '116.203.9.27', software: 'misskey', users: USERS },
  website('club', { '/.well-known/nodeinfo': discovery('https://silent.test/nodeinfo/2.0') }),
  {
    domain: 'odd.test',
    ip: '116.203.9.28',
    software: 'mastodon',
    users: USERS,
    routes: { '/api/v2/instance': json({ domain: 5 }) },
  },
  website('odd', { '/.well-known/nodeinfo': discovery('https://odd.test/nodeinfo/2.0') }),
];
