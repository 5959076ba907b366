import { AT, GARGRON, link, person, type Row, SPLIT, said } from './markup.ts';

export const SOFTWARE: readonly Row[] = [
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
  // The person that is meant.
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
];
