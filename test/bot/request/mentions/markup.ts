/** A mention as a software renders it, and the expected request. */
export interface Row {
  readonly name: string;
  readonly html: string;
  /** As the home server resolved them. */
  readonly mentions?: readonly { readonly acct: string; readonly url: string }[];
  /** The post replies to another one. */
  readonly inThread?: boolean;
  /**
   * Expected domains separated by spaces (`network:domain` outside the fediverse), or a command, or `!` and
   * the reason of a refusal.
   */
  readonly wanted: string;
}

/** A row with only its text after the bot's handle. */
export type ShortRow = readonly [name: string, text: string, wanted: string];

export const BOT = 'https://home.example/@whohosts';
export const GARGRON = { acct: 'Gargron@mastodon.social', url: 'https://mastodon.social/@Gargron' };
export const SPLIT = { acct: 'eve@split.example', url: 'https://social.split.example/@eve' };

/** The bot's mention as each software renders it. */
export const AT = {
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

export const person = (href: string, name: string) =>
  `<span class="h-card" translate="no"><a href="${href}" class="u-url mention">@<span>${name}</span></a></span>`;
export const link = (href: string, shown: string) =>
  `<a href="${href}" target="_blank" rel="nofollow noopener noreferrer" translate="no"><span class="invisible">https://</span><span class="ellipsis">${shown}</span><span class="invisible">x</span></a>`;
export const said = (text: string) => `<p>${AT.mastodon} ${text}</p>`;

/** Rows as Mastodon would render them. */
export function rows(all: readonly ShortRow[]): readonly Row[] {
  return all.map(([name, text, wanted]) => ({ name, html: said(text), wanted }));
}
