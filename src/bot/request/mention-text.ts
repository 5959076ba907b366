import { readHtml } from '../../text/html-pieces.ts';

/** The bot's identity: its user name, all hosts that it is addressed by, and the addresses of its profile. */
export interface OwnName {
  readonly username: string;
  /** Lower case. The host of its handle first, then that of its profile if different. */
  readonly hosts: readonly string[];
  readonly urls: readonly string[];
}

/** The fields of a status that are needed to read it. `mentions` are as the home server resolved them. */
export interface MentionSource {
  readonly content: string;
  readonly mentions: readonly { readonly acct: string; readonly url: string }[];
}

/** A part of a mention: text, a link, or another account's handle with its host. */
export type Part =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'link'; readonly href: string; readonly text: string }
  | { readonly kind: 'person'; readonly host: string };

/** Scripts in which a joiner between two letters is part of a word. */
const JOINING = String.raw`\p{Script=Arabic}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Tamil}\p{Script=Sinhala}`;
/**
 * Zero-width, bidirectional and other invisible format characters. Misskey wraps handles in them, and they
 * can hide text. Joiners are kept between letters of scripts that use them.
 */
const UNSEEN = new RegExp(
  String.raw`(?!(?<=[${JOINING}\p{M}])[\u200c\u200d](?=[${JOINING}]))\p{Default_Ignorable_Code_Point}`,
  'gu',
);
/** A digit in a box, as people number lines: without the box it would be a part of the name behind it. */
const KEYCAPS = /[0-9#*]\ufe0f?\u20e3/gu;
/** A hashtag of software that marks it by nothing but its sign. */
const HASHTAG = /^#[\p{L}\p{M}\p{N}_]+$/u;
/** What mail programs and clients put below a text, with the address of their maker. */
const SIGNATURE =
  /^\s*(?:[-–—_]{1,3}\s*)?(?:(?:sent|posted|written)\s+(?:from|via|with|using|by)|(?:gesendet|gepostet)\s+(?:von|mit|über|via)|envoyé\s+(?:de|depuis|avec|via)|enviado\s+(?:desde|con|vía|por))\s/iu;
/** Custom emoji as text: `:blobcat:`, and `:blobcat@far.example:` of Misskey. */
const SHORTCODES = /(?<![\p{L}\p{N}:])(?::\w[\w+-]*(?:@[\w.-]+)?:)+/gu;
/** Labels of lines that only quote another post: `RE:` of Misskey, `QT:` of Fedibird and similar ones. */
const QUOTE_LABEL =
  /^\s*(?:re|qt|rt|qrt|rn|qp|quote|quoted|quoting|quote post|zitat|citation|cita|引用)\s*[:：]\s*/iu;

const HANDLE = /^@[^\s@]+(?:@([^\s@]+))?$/;

/** Most pieces of text and links to read: more than any human question has. */
const MOST_PIECES = 1000;

interface LinkTarget {
  readonly host: string;
  /** `user` or `user@host`, from the last part of the path. */
  readonly user: string;
  readonly same: string;
}

function target(href: string): LinkTarget | null {
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

/** Whether a handle on this host is the bot's. The visible text of a bare `@name` never decides that. */
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
 * The host of an account. The home server's mentions come first: Mastodon omits the host in the
 * visible text, and a profile may be on another host than the handle. Then the text, then the link itself.
 */
function personHost(own: OwnName, source: MentionSource, href: string, text: string): string | null {
  const known = source.mentions.find((mention) => sameTarget(mention.url, href));
  if (known) return known.acct.split('@')[1] ?? own.hosts[0] ?? null;
  const there = target(href);
  return HANDLE.exec(text)?.[1] ?? there?.user.split('@')[1] ?? there?.host ?? null;
}

/**
 * Removes the bot's handle if it is written without a link, as by software that did not resolve it. Includes
 * `@{user@host}` of Hubzilla and the bridged name `@user.host.ap.brid.gy`.
 */
function withoutOwnHandle(own: OwnName, text: string): string {
  const bridged = own.hosts.map((host) => `${own.username}.${host}`.toLowerCase());
  return (
    text
      .replace(
        /(?<![\w@.{-])[@!]{0,2}\{?@?([\w-]+)@([\w.-]*\w)\}?(?!\w)/g,
        (whole, user: string, host: string) => (isOwn(own, user, host) ? ' ' : whole),
      )
      // After a slash it is part of an address.
      .replace(/(?<!\S\/)@([\w-]+)(?![\w@:-])(?!\.\w)/g, (whole, user: string) =>
        isOwn(own, user, own.hosts[0] ?? '') ? ' ' : whole,
      )
      .replace(/(?<![\w.-])@([\w-]+\.[\w.-]*\w)/g, (whole, name: string) =>
        bridged.some((each) => [each, `${each}.ap.brid.gy`].includes(name.toLowerCase())) ? ' ' : whole,
      )
  );
}

/**
 * Reads a mention into parts. Removes the bot's own handle (by its address), quotes, recipients, custom emoji
 * and invisible characters. Never fails, and is linear in the length of the text.
 */
export function readMention(source: MentionSource, own: OwnName): readonly Part[] {
  const parts: Part[] = [];
  for (const piece of readHtml(source.content).slice(0, MOST_PIECES)) {
    const text = piece.text.replace(KEYCAPS, ' ').replace(UNSEEN, '');
    if (piece.kind === 'text') {
      const said = withoutOwnHandle(own, text.replace(SHORTCODES, ' ').replace(/[＠﹫]/gu, '@'));
      parts.push({ kind: 'text', text: said });
      continue;
    }
    const name = text.trim();
    if (HASHTAG.test(name)) {
      parts.push({ kind: 'text', text });
      continue;
    }
    const named = piece.mention || HANDLE.test(name);
    if (named && ownLink(own, piece.href)) {
      parts.push({ kind: 'text', text: ' ' });
      continue;
    }
    const host = named ? personHost(own, source, piece.href, name) : null;
    if (host !== null) parts.push({ kind: 'person', host });
    else parts.push({ kind: 'link', href: piece.href, text });
  }
  return withoutQuotedLines(parts);
}

/** Splits the parts into lines. */
function linesOf(parts: readonly Part[]): Part[][] {
  const lines: Part[][] = [[]];
  for (const part of parts) {
    if (part.kind !== 'text') {
      lines.at(-1)?.push(part);
      continue;
    }
    const [first = '', ...others] = part.text.split('\n');
    if (first !== '') lines.at(-1)?.push({ kind: 'text', text: first });
    for (const line of others) lines.push(line === '' ? [] : [{ kind: 'text', text: line }]);
  }
  return lines;
}

/**
 * Without lines quoted with `>`, signatures of clients, and a line that is nothing but a quoted post's
 * address.
 */
function withoutQuotedLines(parts: readonly Part[]): readonly Part[] {
  const kept: Part[] = [];
  let afterLabel = false;
  for (const line of linesOf(parts)) {
    const seen = line.filter((part) => part.kind !== 'text' || part.text.trim() !== '');
    const [first] = seen;
    if (first === undefined) {
      kept.push({ kind: 'text', text: '\n' });
      continue;
    }
    const opening = first.kind === 'text' ? first.text : '';
    const label = QUOTE_LABEL.exec(opening)?.[0] ?? null;
    const isAlone = seen.length === 1;
    const isLink = first.kind === 'link' && isAlone;
    const address = opening.slice(label?.length ?? 0).trim();
    const quotes = label !== null && quotesOnly(address, seen.slice(1));
    const isQuote =
      /^\s*>(?![.:;_<=])/.test(opening) || SIGNATURE.test(opening) || quotes || (afterLabel && isLink);
    afterLabel = quotes && isAlone && address === '';
    if (isQuote) continue;
    kept.push(...(label === null ? line : afterQuote(seen, address)), { kind: 'text', text: '\n' });
  }
  return joined(kept);
}

/** Whether a label is followed by nothing, or by a single address or link. */
function quotesOnly(address: string, others: readonly Part[]): boolean {
  if (others.length === 0) return address === '' || /^https?:\S+$/i.test(address);
  return address === '' && others.length === 1 && others[0]?.kind === 'link';
}

/** An address with a path may be a post. The address of a whole site is something that people ask about. */
const POST_ADDRESS = /^https?:\/\/[^\s/]+\/[^\s/]\S*/i;

const MAY_NAME = /[\p{L}\p{N}][.．。][\p{L}\p{N}]/u;

/**
 * The rest of a line after a label and the address of the quoted post. If only the quoted post names a
 * server, the whole line is kept, because that server is the question.
 */
function afterQuote(seen: readonly Part[], address: string): readonly Part[] {
  const [first, ...others] = seen;
  const [link, ...behind] = others;
  const quoted = POST_ADDRESS.exec(address)?.[0];
  const isLinked = first?.kind === 'text' && address === '' && link?.kind === 'link';
  if (quoted === undefined && !(isLinked && POST_ADDRESS.test(link.href))) return seen;
  const rest: readonly Part[] =
    quoted === undefined ? behind : [{ kind: 'text', text: address.slice(quoted.length) }, ...others];
  return rest.some((part) => part.kind !== 'text' || MAY_NAME.test(part.text)) ? rest : seen;
}

/** Merges adjacent texts, so that names split by formatting are whole. */
function joined(parts: readonly Part[]): readonly Part[] {
  const all: Part[] = [];
  for (const part of parts) {
    const last = all.at(-1);
    if (part.kind === 'text' && last?.kind === 'text') {
      all[all.length - 1] = { kind: 'text', text: last.text + part.text };
    } else all.push(part);
  }
  return all;
}
