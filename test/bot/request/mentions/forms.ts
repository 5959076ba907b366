import { AT, person, type Row, said } from './markup.ts';

export const FORMS: readonly Row[] = [
  // Forms of a domain.
  { name: 'in a sentence', html: said('Hello, who hosts chaos.social?'), wanted: 'chaos.social' },
  { name: 'before the handle', html: `<p>chaos.social ${AT.mastodon}</p>`, wanted: 'chaos.social' },
  { name: 'at the end of a sentence', html: said('I am on chaos.social.'), wanted: 'chaos.social' },
  { name: 'in capitals', html: said('CHAOS.Social'), wanted: 'chaos.social' },
  { name: 'with a final dot', html: said('chaos.social. please'), wanted: 'chaos.social' },
  { name: 'with a port', html: said('chaos.social:8443'), wanted: 'chaos.social' },
  { name: 'with a path', html: said('chaos.social/@ann/1'), wanted: 'chaos.social' },
  {
    name: 'with port, path and query',
    html: said('chaos.social:443/a?b=c.example#d'),
    wanted: 'chaos.social',
  },
  { name: 'an address that nobody linked', html: said('https://chaos.social/about'), wanted: 'chaos.social' },
  { name: 'in brackets', html: said('(chaos.social)'), wanted: 'chaos.social' },
  { name: 'in quotes', html: said('„chaos.social“'), wanted: 'chaos.social' },
  { name: 'as Markdown', html: said('[chaos](https://chaos.social/about)'), wanted: 'chaos.social' },
  { name: 'in stars', html: said('**chaos.social**'), wanted: 'chaos.social' },
  { name: 'in code', html: said('<code>chaos.social</code>'), wanted: 'chaos.social' },
  { name: 'a subdomain', html: said('a.b.chaos.social'), wanted: 'a.b.chaos.social' },
  { name: 'with a genitive', html: said('chaos.social’s host'), wanted: 'chaos.social' },
  { name: 'IDN', html: said('bücher.example'), wanted: 'xn--bcher-kva.example' },
  { name: 'punycode', html: said('xn--bcher-kva.example'), wanted: 'xn--bcher-kva.example' },
  {
    name: 'IDN in a link',
    html: said('<a href="https://bücher.example/">x</a>'),
    wanted: 'xn--bcher-kva.example',
  },
  {
    name: 'a script of its own',
    html: said('例え.テスト.example'),
    wanted: 'xn--r8jz45g.xn--zckzah.example',
  },
  { name: 'ideographic full stops', html: said('chaos。social'), wanted: 'chaos.social' },
  {
    name: 'no space in the script around',
    html: said('mstdn.jpは誰がホストしていますか'),
    wanted: 'mstdn.jp',
  },
  { name: 'a JID', html: said('ann@jabber.example'), wanted: 'jabber.example' },
  { name: 'a JID with resource', html: said('ann@jabber.example/phone'), wanted: 'jabber.example' },
  {
    name: 'an xmpp link',
    html: said('<a href="xmpp:ann@jabber.example?message">ann</a>'),
    wanted: 'xmpp:jabber.example',
  },
  {
    name: 'a mail link',
    html: said('<a href="mailto:ann@mail.example">ann@mail.example</a>'),
    wanted: 'mail.example',
  },
  { name: 'a Matrix id', html: said('@alice:matrix.org'), wanted: 'matrix:matrix.org' },
  { name: 'a Matrix room', html: said('#room:matrix.org'), wanted: 'matrix:matrix.org' },
  {
    name: 'a Matrix id whose name is somebody here',
    html: `<p>${AT.mastodon} ${person('https://home.example/@alice', 'alice')}:matrix.org</p>`,
    mentions: [{ acct: 'alice', url: 'https://home.example/@alice' }],
    wanted: 'matrix:matrix.org',
  },
  {
    name: 'a Matrix room whose name became a hashtag',
    html: said(
      '<a href="https://home.example/tags/room" class="mention hashtag" rel="tag">#<span>room</span></a>:matrix.org',
    ),
    wanted: 'matrix:matrix.org',
  },
  {
    name: 'a link to a Matrix room',
    html: said('<a href="https://matrix.to/#/#room:server.example?via=x.example">room</a>'),
    wanted: 'matrix:server.example',
  },
  {
    name: 'a Matrix link',
    html: said('<a href="matrix:u/alice:server.example">alice</a>'),
    wanted: 'matrix:server.example',
  },
  {
    name: 'two domains',
    html: said('chaos.social and mastodon.social'),
    wanted: 'chaos.social mastodon.social',
  },
  {
    name: 'without spaces',
    html: said('chaos.social,mastodon.social'),
    wanted: 'chaos.social mastodon.social',
  },
  {
    name: 'on lines of their own',
    html: said('chaos.social<br>mastodon.social</p><p>fosstodon.org'),
    wanted: 'chaos.social mastodon.social fosstodon.org',
  },
  {
    name: 'four are three and one more',
    html: said('a.example b.example c.example d.example'),
    wanted: 'a.example b.example c.example +1',
  },
  { name: 'the same twice', html: said('a.example A.EXAMPLE https://a.example/x'), wanted: 'a.example' },
  {
    name: 'words with a dot are no domain beside one',
    html: said('i.e. chaos.social, not node.js e.g.'),
    wanted: 'chaos.social',
  },
  { name: 'sentences without a space', html: said('Cool bot.Thanks for that'), wanted: '!nothing' },
  { name: 'an unknown ending alone', html: said('server.intranet'), wanted: 'server.intranet' },
  { name: 'version numbers', html: said('is it 4.5.1 or 3.2 now'), wanted: '!nothing' },
  {
    name: 'a hashtag is not asked about',
    html: said(
      'chaos.social <a href="https://home.example/tags/hosting" class="mention hashtag" rel="tag">#<span>hosting</span></a>',
    ),
    wanted: 'chaos.social',
  },
];
