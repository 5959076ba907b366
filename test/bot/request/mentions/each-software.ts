import { BOT, type Row } from './markup.ts';

/** How one software renders what people type; the person is `gargron@mastodon.social`. */
interface Software {
  readonly name: string;
  readonly bot: string;
  readonly person: string;
  readonly link: (url: string) => string;
  /** A whole post of paragraphs. */
  readonly post: (...paragraphs: readonly string[]) => string;
  readonly lineBreak: string;
}

const PERSON = 'https://mastodon.social/@Gargron';
const card = (inner: string) => `<span class="h-card" translate="no">${inner}</span>`;
const bareLink = (url: string) => `<a href="${url}" rel="nofollow noopener" target="_blank">${url}</a>`;
const paragraphs = (...all: readonly string[]) => all.map((text) => `<p>${text}</p>`).join('');

const ALL: readonly Software[] = [
  {
    name: 'Mastodon',
    bot: card(`<a href="${BOT}" class="u-url mention">@<span>whohosts</span></a>`),
    person: card(`<a href="${PERSON}" class="u-url mention">@<span>Gargron</span></a>`),
    link: (url) =>
      `<a href="${url}" target="_blank" rel="nofollow noopener noreferrer" translate="no"><span class="invisible">https://</span><span class="">${url.slice(8)}</span><span class="invisible"></span></a>`,
    post: paragraphs,
    lineBreak: '<br />',
  },
  {
    name: 'glitch-soc with Markdown',
    bot: card(
      `<a href="${BOT}" class="u-url mention" rel="nofollow noopener" target="_blank">@<span>whohosts</span></a>`,
    ),
    person: card(
      `<a href="${PERSON}" class="u-url mention" rel="nofollow noopener">@<span>Gargron</span></a>`,
    ),
    link: bareLink,
    post: (...all) => `${paragraphs(...all)}<ul><li>thanks</li></ul>`,
    lineBreak: '<br>',
  },
  {
    name: 'GoToSocial',
    bot: `<span class="h-card"><a href="${BOT}" class="u-url mention" rel="nofollow noreferrer noopener" target="_blank">@<span>whohosts</span></a></span>`,
    person: `<span class="h-card"><a href="${PERSON}" class="u-url mention" rel="nofollow noreferrer noopener" target="_blank">@<span>Gargron</span></a></span>`,
    link: bareLink,
    post: paragraphs,
    lineBreak: '<br>',
  },
  {
    name: 'Pleroma',
    bot: `<span class="h-card"><a class="u-url mention" data-user="A1b2" href="https://home.example/users/whohosts" rel="ugc">@<span>whohosts</span></a></span>`,
    person: `<span class="h-card"><a class="u-url mention" data-user="B2c3" href="https://mastodon.social/users/Gargron" rel="ugc">@<span>Gargron</span></a></span>`,
    link: (url) => `<a href="${url}" rel="ugc">${url}</a>`,
    post: (...all) => all.join('<br><br>'),
    lineBreak: '<br/>',
  },
  {
    name: 'Akkoma with MFM',
    bot: `<span class="h-card"><a class="u-url mention" data-user="A1b2" href="${BOT}" rel="ugc">@<span>whohosts</span></a></span>`,
    person: `<span class="h-card"><a class="u-url mention" data-user="B2c3" href="${PERSON}" rel="ugc">@<span>Gargron</span></a></span>`,
    link: (url) => `<a href="${url}" rel="ugc">${url.slice(8)}</a>`,
    post: (...all) => `<span class="mfm-center">${all.join('<br><br>')}</span>`,
    lineBreak: '<br>',
  },
  {
    name: 'Misskey',
    bot: `<a href="${BOT}" class="u-url mention">@whohosts@home.example</a>`,
    person: `<a href="${PERSON}" class="u-url mention">@Gargron@mastodon.social</a>`,
    link: (url) => `<a href="${url}">${url}</a>`,
    post: (...all) => `<p><span>${all.join('<br><br>')}</span></p>`,
    lineBreak: '<br>',
  },
  {
    name: 'Sharkey',
    bot: `<a href="${BOT}" class="u-url mention" rel="nofollow">@whohosts@home.example</a>`,
    person: `<a href="${PERSON}" class="u-url mention" rel="nofollow">@Gargron@mastodon.social</a>`,
    link: (url) => `<a href="${url}" rel="nofollow">${url}</a>`,
    post: (...all) => `<p>\u200b${all.join('</span><br><br><span>')}\u200b</p>`,
    lineBreak: '<br>',
  },
  {
    name: 'snac',
    bot: '<span class="h-card"><a href="https://home.example/whohosts" class="u-url mention">@whohosts@home.example</a></span>',
    person: `<span class="h-card"><a href="${PERSON}" class="u-url mention">@Gargron@mastodon.social</a></span>`,
    link: (url) => `<a href="${url}" target="_blank">${url}</a>`,
    post: (...all) => `${all.join('<br><br>')}<br>`,
    lineBreak: '<br>',
  },
  {
    name: 'Friendica',
    bot: '@<a href="https://home.example/profile/whohosts" class="u-url mention" title="Who hosts">whohosts</a>',
    person: `@<a href="${PERSON}" class="u-url mention" title="Eugen">Gargron</a>`,
    link: (url) => `<a href="${url}" class="oembed" rel="noopener noreferrer">${url}</a>`,
    post: (...all) => `<div class="body">${all.join('<br><br>')}</div>`,
    lineBreak: '<br>',
  },
  {
    name: 'Lemmy',
    bot: '<a href="https://lemmy.example/u/whohosts@home.example">@whohosts@home.example</a>',
    person: '<a href="https://lemmy.example/u/Gargron@mastodon.social">@Gargron@mastodon.social</a>',
    link: bareLink,
    post: (...all) => `${paragraphs(...all)}\n`,
    lineBreak: '<br />\n',
  },
  {
    name: 'WordPress',
    bot: `<a rel="mention" class="u-url mention" href="${BOT}">@<span>whohosts</span></a>`,
    person: `<a rel="mention" class="u-url mention" href="${PERSON}">@<span>Gargron</span></a>`,
    link: bareLink,
    post: (...all) => `<!-- wp:paragraph -->\n${paragraphs(...all)}\n<!-- /wp:paragraph -->`,
    lineBreak: '<br>',
  },
];

/** The same questions as each software renders them. */
export const EACH_SOFTWARE: readonly Row[] = ALL.flatMap(({ name, bot, person, link, post, lineBreak }) => [
  { name: `${name}: a domain`, html: post(`${bot} mastodon.social`), wanted: 'mastodon.social' },
  { name: `${name}: a question`, html: post(`${bot} who hosts chaos.social?`), wanted: 'chaos.social' },
  { name: `${name}: the domain first`, html: post(`chaos.social ${bot}`), wanted: 'chaos.social' },
  {
    name: `${name}: a link`,
    html: post(`${bot} ${link('https://chaos.social/about')}`),
    wanted: 'chaos.social',
  },
  { name: `${name}: a handle`, html: post(`${bot} ${person}`), wanted: 'mastodon.social' },
  {
    name: `${name}: three lines`,
    html: post(`${bot}${lineBreak}chaos.social${lineBreak}fosstodon.org`),
    wanted: 'chaos.social fosstodon.org',
  },
  { name: `${name}: two paragraphs`, html: post(bot, 'chaos.social'), wanted: 'chaos.social' },
  { name: `${name}: a Matrix id`, html: post(`${bot} @alice:matrix.org`), wanted: 'matrix:matrix.org' },
  {
    name: `${name}: another network`,
    html: post(`${bot} xmpp jabber.example`),
    wanted: 'xmpp:jabber.example',
  },
  {
    name: `${name}: in a thread, with the people of it`,
    html: post(`${person} ${bot} chaos.social`),
    inThread: true,
    wanted: 'chaos.social',
  },
]);
