import { type Token, Tokenizer, TokenizerMode } from 'parse5';

/** A stretch of plain text (line breaks as `\n`), or a link with its target and its visible text. */
export type Piece =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'link'; readonly href: string; readonly text: string; readonly mention: boolean };

/**
 * Longest HTML that is read, in UTF-16 code units; the rest is cut. The longest posts of real servers have
 * 100,000 characters.
 */
const LONGEST_HTML = 120_000;

/** Quotes are other people's words. */
const QUOTE = 'blockquote';

/** Elements that start and end a line. */
const BLOCKS = new Set(
  'p div br li ul ol pre blockquote h1 h2 h3 h4 h5 h6 table tr td th hr details summary'.split(' '),
);

/**
 * Elements whose text is not shown, with the tokenizer mode for each (HTML Standard, 13.2.6.4.4 and
 * 13.2.6.4.7).
 */
const UNSEEN = new Map([
  ['script', TokenizerMode.SCRIPT_DATA],
  ['style', TokenizerMode.RAWTEXT],
  ['title', TokenizerMode.RCDATA],
  ['textarea', TokenizerMode.RCDATA],
  ['template', TokenizerMode.DATA],
]);

/**
 * Fallback paragraphs for clients without quotes, and the list of recipients that Pleroma and its forks put
 * first.
 */
const DROPPED_CLASSES = new Set(['quote-inline', 'reference-link-inline', 'recipients-inline']);

function attribute(token: Token.TagToken, name: string): string {
  return token.attrs.find((each) => each.name === name)?.value ?? '';
}

function words(list: string): readonly string[] {
  return list.split(/\s/);
}

/** Null for a hashtag: its target is the home server, so only its text counts. */
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
 * Reads a post's HTML as pieces in order. Never fails, because any text is some HTML. Only the tokenizer is
 * used, without a tree, so that the work grows with the length alone and not with the nesting.
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

  /**
   * True while the tag belongs to an element that is left out. A paragraph also ends where the next block
   * starts.
   */
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
          tag === QUOTE ||
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
