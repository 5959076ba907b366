import { type Token, Tokenizer, TokenizerMode } from 'parse5';

/** A stretch of plain text (line breaks as `\n`), or a link with its target and its visible text. */
export type Piece =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'link'; readonly href: string; readonly text: string; readonly mention: boolean };

/** Longest HTML that is read, in UTF-16 units; what follows is cut. The longest posts of real servers are 100,000 characters. */
const LONGEST_HTML = 120_000;

/** Elements that begin and end a line. */
const BLOCKS = new Set(
  'p div br li ul ol pre blockquote h1 h2 h3 h4 h5 h6 table tr td th hr details summary'.split(' '),
);

/** Elements whose text nobody sees, with the tokenizer's mode for it (HTML Standard, 13.2.6.4.4 and 13.2.6.4.7). */
const UNSEEN = new Map([
  ['script', TokenizerMode.SCRIPT_DATA],
  ['style', TokenizerMode.RAWTEXT],
  ['title', TokenizerMode.RCDATA],
  ['textarea', TokenizerMode.RCDATA],
  ['template', TokenizerMode.DATA],
]);

/** Paragraphs for readers without quotes, and the list of recipients that the Pleroma family puts in front. */
const DROPPED_CLASSES = new Set(['quote-inline', 'reference-link-inline', 'recipients-inline']);

function attribute(token: Token.TagToken, name: string): string {
  return token.attrs.find((each) => each.name === name)?.value ?? '';
}

function words(list: string): readonly string[] {
  return list.split(/\s/);
}

/** Null for a hashtag: its target is the home server, and only its text was said. */
function linkOf(token: Token.TagToken): { readonly href: string; readonly mention: boolean } | null {
  const classes = words(attribute(token, 'class'));
  const rel = words(attribute(token, 'rel'));
  if (classes.includes('hashtag') || rel.includes('tag')) return null;
  return {
    href: attribute(token, 'href'),
    mention: classes.includes('mention') || rel.includes('mention'),
  };
}

/**
 * Reads a post's HTML as pieces in order. Total: any text is some HTML. The tokenizer alone is used, without building a
 * tree, so that the work grows only with the length, whatever is nested in whatever.
 */
export function readHtml(html: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let text: string[] = [];
  let link: { readonly href: string; readonly mention: boolean } | null = null;
  let skipped: { readonly tag: string; depth: number } | null = null;

  function flush(): void {
    const joined = text.join('');
    text = [];
    if (link) pieces.push({ kind: 'link', ...link, text: joined });
    else if (joined !== '') pieces.push({ kind: 'text', text: joined });
  }

  function startSkip(tag: string): void {
    skipped = { tag, depth: 1 };
  }

  /** True while the tag belongs to an element that is left out. A paragraph also ends where the next block begins. */
  function skipping(tag: string, change: 1 | -1): boolean {
    if (!skipped) return false;
    if (skipped.tag === 'p' && change === 1 && tag !== 'br' && BLOCKS.has(tag)) {
      skipped = null;
      return false;
    }
    if (tag === skipped.tag) skipped.depth += change;
    if (skipped.depth === 0) skipped = null;
    return true;
  }

  const tokenizer: Tokenizer = new Tokenizer(
    {},
    {
      onStartTag(token) {
        const tag = token.tagName;
        const unseen = UNSEEN.get(tag);
        if (unseen !== undefined) tokenizer.state = unseen;
        if (skipping(tag, 1)) return;
        if (
          unseen !== undefined ||
          words(attribute(token, 'class')).some((each) => DROPPED_CLASSES.has(each))
        ) {
          startSkip(tag);
          text.push('\n');
        } else if (tag === 'a') {
          flush();
          link = linkOf(token);
        } else if (BLOCKS.has(tag)) text.push('\n');
      },
      onEndTag(token) {
        const tag = token.tagName;
        if (skipping(tag, -1)) return;
        if (tag === 'a') {
          flush();
          link = null;
        } else if (BLOCKS.has(tag)) text.push('\n');
      },
      onCharacter(token) {
        if (!skipped) text.push(token.chars);
      },
      onWhitespaceCharacter(token) {
        if (!skipped) text.push(token.chars);
      },
      onNullCharacter() {},
      onComment() {},
      onDoctype() {},
      onEof() {},
    },
  );
  tokenizer.write(html.slice(0, LONGEST_HTML), true);
  flush();
  return pieces;
}
