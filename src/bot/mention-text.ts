import { readHtml } from './html-pieces.ts';

/** Who the bot is: its user name, every host that it is addressed under, and the addresses of its profile. */
export interface OwnName {
  readonly username: string;
  /** First the host of its handle, then the host of its profile where that is another one. Lower case. */
  readonly hosts: readonly string[];
  readonly urls: readonly string[];
}

/** What of a status the reading needs; `mentions` as the home server resolved them. */
export interface MentionSource {
  readonly content: string;
  readonly mentions: readonly { readonly acct: string; readonly url: string }[];
}

/** A part of what was said to the bot: words, a link, or somebody else's handle with the host of that account. */
export type Part =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'link'; readonly href: string; readonly text: string }
  | { readonly kind: 'person'; readonly host: string };

/** Zero-width, bidirectional and other unseen format characters: Misskey wraps in them, pranksters hide in them. */
const UNSEEN = /\p{Default_Ignorable_Code_Point}/gu;

const HANDLE = /^@[^\s@]+(?:@([^\s@]+))?$/;

/** The most stretches of text and links that are read: more than any human question. */
const MOST_PIECES = 1000;

interface Target {
  readonly host: string;
  /** `user` or `user@host` as the last part of the path says. */
  readonly user: string;
  readonly same: string;
}

function target(href: string): Target | null {
  if (!URL.canParse(href)) return null;
  const url = new URL(href);
  const path = url.pathname.replace(/\/$/, '').toLowerCase();
  const last = path.split('/').at(-1) ?? '';
  return {
    host: url.hostname,
    user: last.replace(/^(@|%40)/, ''),
    same: `${url.host}${path}`,
  };
}

function sameTarget(one: string, other: string): boolean {
  const here = target(one);
  return here !== null && here.same === target(other)?.same;
}

/** Whether a handle, with the host where it stands, is the bot's: never by the visible text of a mere `@name`. */
function isOwn(own: OwnName, user: string, host: string): boolean {
  return user.toLowerCase() === own.username.toLowerCase() && own.hosts.includes(host.toLowerCase());
}

function ownLink(own: OwnName, href: string): boolean {
  if (own.urls.some((url) => sameTarget(url, href))) return true;
  const there = target(href);
  if (!there) return false;
  const [user = '', host = there.host] = there.user.split('@');
  return isOwn(own, user, host);
}

/**
 * The host of somebody's account: the home server's word first, because Mastodon drops the host from the visible text and
 * because a profile may live on another host than the handle; then the text, then the link itself.
 */
function personHost(own: OwnName, source: MentionSource, href: string, text: string): string | null {
  const known = source.mentions.find((mention) => sameTarget(mention.url, href));
  if (known) return known.acct.split('@')[1] ?? own.hosts[0] ?? null;
  const there = target(href);
  return HANDLE.exec(text)?.[1] ?? there?.user.split('@')[1] ?? there?.host ?? null;
}

/** The bot's handle written out without a link, as software does that did not resolve it. */
function withoutOwnHandle(own: OwnName, text: string): string {
  return text.replace(/@([\w-]+)(?:@([\w.-]*\w))?(?!\.?\w)/g, (whole, user: string, host?: string) =>
    isOwn(own, user, host ?? own.hosts[0] ?? '') ? ' ' : whole,
  );
}

/**
 * What a mention says to the bot: its own handle removed by its address, quotes and recipients dropped, unseen characters
 * taken out. Total and linear in the length of the text.
 */
export function readMention(source: MentionSource, own: OwnName): readonly Part[] {
  const parts: Part[] = [];
  for (const piece of readHtml(source.content).slice(0, MOST_PIECES)) {
    const text = piece.text.replace(UNSEEN, '');
    if (piece.kind === 'text') {
      parts.push({ kind: 'text', text: withoutOwnHandle(own, text) });
      continue;
    }
    const name = text.trim();
    const named = piece.mention || HANDLE.test(name);
    if (named && ownLink(own, piece.href)) continue;
    const host = named ? personHost(own, source, piece.href, name) : null;
    if (host !== null) parts.push({ kind: 'person', host });
    else parts.push({ kind: 'link', href: piece.href, text });
  }
  return withoutQuoteLine(parts);
}

/** Misskey and its kin write a quote as a last line `RE: link`. */
function withoutQuoteLine(parts: readonly Part[]): readonly Part[] {
  const end = parts.findLastIndex((part) => part.kind !== 'text' || part.text.trim() !== '');
  const before = parts[end - 1];
  if (parts[end]?.kind !== 'link' || before?.kind !== 'text') return parts;
  const text = before.text.trimEnd();
  const line = text.lastIndexOf('\n') + 1;
  if (text.slice(line).trim() !== 'RE:') return parts;
  return [...parts.slice(0, end - 1), { kind: 'text', text: text.slice(0, line) }];
}
