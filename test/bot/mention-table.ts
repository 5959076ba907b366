/** What arrives, by the software that wrote it, and what is asked. `inThread`: the post answers another one. */
export interface Row {
  readonly name: string;
  readonly html: string;
  /** As the home server resolved them. */
  readonly mentions?: readonly { readonly acct: string; readonly url: string }[];
  readonly inThread?: boolean;
  /** Domains with a space between them, or `help`, or `!` and the reason of a refusal. */
  readonly wanted: string;
}

const BOT = 'https://home.example/@whohosts';
const GARGRON = { acct: 'Gargron@mastodon.social', url: 'https://mastodon.social/@Gargron' };
const SPLIT = { acct: 'eve@split.example', url: 'https://social.split.example/@eve' };

/** The bot's mention as each software writes it. */
const AT = {
  mastodon: `<span class="h-card" translate="no"><a href="${BOT}" class="u-url mention">@<span>whohosts</span></a></span>`,
  mastodonRemote: `<span class="h-card" translate="no"><a href="https://home.example/users/whohosts" class="u-url mention">@<span>whohosts</span></a></span>`,
  gotosocial: `<span class="h-card"><a href="${BOT}" class="u-url mention" rel="nofollow noreferrer noopener" target="_blank">@<span>whohosts</span></a></span>`,
  pleroma: `<span class="h-card"><a class="u-url mention" data-user="A1b2" href="https://home.example/users/whohosts" rel="ugc">@<span>whohosts</span></a></span>`,
  misskey: `<a href="${BOT}" class="u-url mention">@whohosts@home.example</a>`,
  snac: `<span class="h-card"><a href="https://home.example/whohosts" class="u-url mention">@whohosts@home.example</a></span>`,
  friendica: `@<a href="https://home.example/profile/whohosts" class="u-url mention" title="Who hosts">whohosts</a>`,
  lemmy: `<a href="https://lemmy.example/u/whohosts@home.example">@whohosts@home.example</a>`,
  wordpress: `<a rel="mention" class="u-url mention" href="${BOT}">@<span>whohosts</span></a>`,
};

const person = (href: string, name: string) =>
  `<span class="h-card" translate="no"><a href="${href}" class="u-url mention">@<span>${name}</span></a></span>`;
const link = (href: string, shown: string) =>
  `<a href="${href}" target="_blank" rel="nofollow noopener noreferrer" translate="no"><span class="invisible">https://</span><span class="ellipsis">${shown}</span><span class="invisible">x</span></a>`;
const said = (text: string) => `<p>${AT.mastodon} ${text}</p>`;

export const TABLE: readonly Row[] = [
  // Each software's own HTML.
  { name: 'Mastodon', html: `<p>${AT.mastodon} mastodon.social</p>`, wanted: 'mastodon.social' },
  {
    name: 'Mastodon, remote',
    html: `<p>${AT.mastodonRemote} mastodon.social</p>`,
    wanted: 'mastodon.social',
  },
  {
    name: 'Mastodon, a link',
    html: said(link('https://mastodon.social/about', 'mastodon.social/about')),
    wanted: 'mastodon.social',
  },
  {
    name: 'Mastodon, a long link is cut in its text only',
    html: said(
      link('https://a-very-long-name-of-a-server.social.example/path', 'a-very-long-name-of-a-server.s'),
    ),
    wanted: 'a-very-long-name-of-a-server.social.example',
  },
  { name: 'GoToSocial', html: `<p>${AT.gotosocial} mastodon.social</p>`, wanted: 'mastodon.social' },
  {
    name: 'GoToSocial, typed tags arrive as text',
    html: `<p>${AT.gotosocial} &lt;b>mastodon.social&lt;/b></p>`,
    wanted: 'mastodon.social',
  },
  {
    name: 'GoToSocial, a link',
    html: `<p>${AT.gotosocial} <a href="https://mastodon.social/about" rel="nofollow noreferrer noopener" target="_blank">https://mastodon.social/about</a></p>`,
    wanted: 'mastodon.social',
  },
  { name: 'Pleroma', html: `${AT.pleroma} mastodon.social`, wanted: 'mastodon.social' },
  {
    name: 'Pleroma links a bare domain',
    html: `${AT.pleroma} <a href="http://mastodon.social" rel="ugc">mastodon.social</a>`,
    wanted: 'mastodon.social',
  },
  {
    name: 'Akkoma, recipients first',
    html: `<span class="recipients-inline">${AT.pleroma} ${person('https://other.example/users/ann', 'ann')} </span>mastodon.social`,
    mentions: [{ acct: 'ann@other.example', url: 'https://other.example/users/ann' }],
    inThread: true,
    wanted: 'mastodon.social',
  },
  {
    name: 'Misskey, with zero-width spaces',
    html: `<p>${AT.misskey}<span> \u200bmastodon.social\u200b</span></p>`,
    wanted: 'mastodon.social',
  },
  {
    name: 'Sharkey, a quote at the end',
    html: `<p>${AT.misskey} chaos.social<span class="quote-inline"><br><br>RE: <a href="https://quoted.example/notes/1">https://quoted.example/notes/1</a></span></p>`,
    wanted: 'chaos.social',
  },
  {
    name: 'Misskey, a quote without a class',
    html: `<p>${AT.misskey}<span> chaos.social<br><br>RE: </span><a href="https://quoted.example/notes/1">https://quoted.example/notes/1</a></p>`,
    wanted: 'chaos.social',
  },
  { name: 'snac', html: `${AT.snac} mastodon.social<br>`, wanted: 'mastodon.social' },
  {
    name: "snac lets a person's HTML through",
    html: `${AT.snac} <b>mastodon.social</b> & "that"<br>`,
    wanted: 'mastodon.social',
  },
  { name: 'Friendica', html: `${AT.friendica} mastodon.social`, wanted: 'mastodon.social' },
  {
    name: 'Lemmy links the home copy of the bot',
    html: `<p>${AT.lemmy} mastodon.social</p>\n`,
    wanted: 'mastodon.social',
  },
  { name: 'WordPress', html: `<p>${AT.wordpress} mastodon.social</p>`, wanted: 'mastodon.social' },
  {
    name: 'a handle that nobody linked',
    html: '<p>@whohosts@home.example mastodon.social</p>',
    wanted: 'mastodon.social',
  },
  { name: 'the short handle as text', html: '<p>@whohosts mastodon.social</p>', wanted: 'mastodon.social' },
  {
    name: 'quote paragraph of Mastodon 4.5',
    html: `<p class="quote-inline">RE: <a href="https://quoted.example/@a/1">https://quoted.example/@a/1</a></p>${said('chaos.social')}`,
    wanted: 'chaos.social',
  },
  {
    name: 'only a quote',
    html: `<p class="quote-inline">RE: <a href="https://quoted.example/@a/1">https://quoted.example/@a/1</a></p><p>${AT.mastodon}</p>`,
    wanted: '!nothing',
  },
  // Who is meant.
  {
    name: 'a handle whose host is not in the text',
    html: said(person('https://mastodon.social/@Gargron', 'Gargron')),
    mentions: [GARGRON],
    wanted: 'mastodon.social',
  },
  {
    name: 'a handle that the home server did not resolve, by its link',
    html: said(person('https://mastodon.social/@Gargron', 'Gargron')),
    wanted: 'mastodon.social',
  },
  {
    name: 'the host of the handle, not that of the profile',
    html: said(person('https://social.split.example/@eve', 'eve')),
    mentions: [SPLIT],
    wanted: 'split.example',
  },
  {
    name: "somebody else's bot of the same name",
    html: `<p>${AT.mastodon} ${person('https://evil.example/@whohosts', 'whohosts')}</p>`,
    wanted: 'evil.example',
  },
  {
    name: 'somebody of the home server',
    html: said(person('https://home.example/@ann', 'ann')),
    mentions: [{ acct: 'ann', url: 'https://home.example/@ann' }],
    wanted: 'home.example',
  },
  {
    name: 'people of the thread are not asked about beside a domain',
    html: `<p>${person('https://mastodon.social/@Gargron', 'Gargron')} ${AT.mastodon} chaos.social</p>`,
    mentions: [GARGRON],
    inThread: true,
    wanted: 'chaos.social',
  },
  {
    name: 'people of the thread are not asked about in talk',
    html: `<p>${person('https://mastodon.social/@Gargron', 'Gargron')} ${AT.mastodon} thanks a lot</p>`,
    mentions: [GARGRON],
    inThread: true,
    wanted: '!nothing',
  },
  {
    name: 'a handle in a sentence',
    html: said(`who hosts ${person('https://mastodon.social/@Gargron', 'Gargron')}?`),
    mentions: [GARGRON],
    inThread: true,
    wanted: 'mastodon.social',
  },
  { name: 'a handle as text', html: said('@Gargron@mastodon.social'), wanted: 'mastodon.social' },
  {
    name: 'a handle without its first sign',
    html: said('Gargron@mastodon.social'),
    wanted: 'mastodon.social',
  },
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
    wanted: 'jabber.example',
  },
  {
    name: 'a mail link',
    html: said('<a href="mailto:ann@mail.example">ann@mail.example</a>'),
    wanted: 'mail.example',
  },
  { name: 'a Matrix id', html: said('@alice:matrix.org'), wanted: 'matrix.org' },
  { name: 'a Matrix room', html: said('#room:matrix.org'), wanted: 'matrix.org' },
  {
    name: 'a Matrix id whose name is somebody here',
    html: `<p>${AT.mastodon} ${person('https://home.example/@alice', 'alice')}:matrix.org</p>`,
    mentions: [{ acct: 'alice', url: 'https://home.example/@alice' }],
    wanted: 'matrix.org',
  },
  {
    name: 'a Matrix room whose name became a hashtag',
    html: said(
      '<a href="https://home.example/tags/room" class="mention hashtag" rel="tag">#<span>room</span></a>:matrix.org',
    ),
    wanted: 'matrix.org',
  },
  {
    name: 'a link to a Matrix room',
    html: said('<a href="https://matrix.to/#/#room:server.example?via=x.example">room</a>'),
    wanted: 'server.example',
  },
  {
    name: 'a Matrix link',
    html: said('<a href="matrix:u/alice:server.example">alice</a>'),
    wanted: 'server.example',
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
  // Words, and what is refused.
  { name: 'help', html: said('help'), wanted: 'help' },
  { name: 'help, loud', html: said('HELP!'), wanted: 'help' },
  {
    name: 'help in a sentence about a domain',
    html: said('help me with chaos.social'),
    wanted: 'chaos.social',
  },
  { name: 'nothing at all', html: `<p>${AT.mastodon}</p>`, wanted: '!nothing' },
  { name: 'an empty post', html: '', wanted: '!nothing' },
  { name: 'talk', html: said('who are you?'), wanted: '!nothing' },
  { name: 'emoji', html: said('🎉🎉'), wanted: '!nothing' },
  { name: 'IPv4', html: said('203.0.113.9'), wanted: '!ip' },
  { name: 'IPv4 with port', html: said('203.0.113.9:443'), wanted: '!ip' },
  { name: 'IPv4 in a link', html: said('<a href="http://127.0.0.1/">x</a>'), wanted: '!ip' },
  { name: 'IPv4 in a number', html: said('<a href="http://2130706433/">x</a>'), wanted: '!ip' },
  { name: 'IPv6', html: said('2001:db8::1'), wanted: '!ip' },
  { name: 'IPv6 in a link', html: said('<a href="http://[2001:db8::1]:8080/">x</a>'), wanted: '!ip' },
  { name: 'IPv6 in brackets', html: said('[2001:db8::1]:8080'), wanted: '!ip' },
  { name: 'a single label', html: said('localhost'), wanted: '!single label' },
  {
    name: 'a single label in a link',
    html: said('<a href="http://intranet/x">x</a>'),
    wanted: '!single label',
  },
  { name: 'onion', html: said('abcdefghijklmnop.onion'), wanted: '!hidden service' },
  {
    name: 'onion in a link',
    html: said('<a href="http://www.abcdef.onion/x">x</a>'),
    wanted: '!hidden service',
  },
  { name: 'i2p', html: said('forum.i2p'), wanted: '!hidden service' },
  { name: 'onion beside a domain', html: said('abcdef.onion chaos.social'), wanted: 'chaos.social' },
  // Hostile and broken.
  { name: 'half a tag', html: `${said('chaos.social')}<a href="https://evil.exa`, wanted: 'chaos.social' },
  { name: 'an unclosed link', html: said('<a href="https://chaos.social/">look'), wanted: 'chaos.social' },
  {
    name: 'script and style',
    html: said('<script>evil.example</script><style>evil.example</style>chaos.social'),
    wanted: 'chaos.social',
  },
  { name: 'comments', html: said('<!-- evil.example -->chaos.social'), wanted: 'chaos.social' },
  { name: 'entities', html: said('chaos&#46;social&nbsp;'), wanted: 'chaos.social' },
  { name: 'bidirectional override', html: said('\u202echaos.social\u202c'), wanted: 'chaos.social' },
  { name: 'zero-width inside', html: said('cha\u200bos.so\u200dcial'), wanted: 'chaos.social' },
  { name: 'soft hyphen', html: said('chaos.so\u00adcial'), wanted: 'chaos.social' },
  { name: 'full-width letters', html: said('ｃｈａｏｓ．ｓｏｃｉａｌ'), wanted: 'chaos.social' },
  { name: 'a homograph is its own name', html: said('сhaos.social'), wanted: 'xn--haos-k6d.social' },
  { name: 'a javascript link', html: said('<a href="javascript:alert(1)">x</a>'), wanted: '!nothing' },
  { name: 'a broken link', html: said('<a href="https://[">x</a>'), wanted: '!nothing' },
  { name: 'a name that is too long', html: said(`${'a'.repeat(64)}.example`), wanted: '!nothing' },
  {
    name: 'credentials in a link',
    html: said('<a href="https://mastodon.social@chaos.social/">x</a>'),
    wanted: 'chaos.social',
  },
];
