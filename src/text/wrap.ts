const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
const japanese = new Intl.Segmenter('ja', { granularity: 'word' });

/** Characters as wide as they are high: Han, kana and full-width forms. */
const SQUARE = /[\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\uff01-\uff60]/u;
/** Particles and endings, which stay with the word before them. */
const PARTICLE = /^[ぁ-ん]{1,2}$/u;
/** Characters that must not begin a line, and opening brackets, which must not end one (JIS X 4051). */
const NEVER_FIRST = /^[、。，．）」』】〜ー・：；？！々ぁぃぅぇぉっゃゅょァィゥェォッャュョ%）]/u;
const NEVER_LAST = /[（「『【]$/u;

/**
 * Approximate width of a text in ems of Noto Sans, enough for placing it without a canvas. Measured averages:
 * 0.56 for small letters and digits, 0.66 for capitals, a little over 0.9 for the widest characters, 0.27 for
 * the narrow ones.
 */
export function textWidth(text: string): number {
  let width = 0;
  for (const character of text) {
    if (SQUARE.test(character)) width += 1;
    else if (/[mwMW@%—…\p{Emoji_Presentation}]/u.test(character)) width += 0.92;
    else if (/\p{Lu}/u.test(character)) width += 0.66;
    else if (/[\s.,:;!|()'ijlf]/.test(character)) width += 0.28;
    else width += 0.57;
  }
  return width;
}

/** Breaks a text into lines of at most `ems` of {@link textWidth}. A wider piece gets a line of its own. */
export function wrap(text: string, ems: number): string[] {
  const lines: string[] = [];
  for (const { piece, gap } of pieces(text)) {
    const last = lines.at(-1);
    const longer = `${last}${gap}${piece}`;
    if (last !== undefined && textWidth(longer) <= ems) lines[lines.length - 1] = longer;
    else lines.push(piece);
  }
  return lines;
}

/**
 * Pieces between which a line may break, each with the space before it: words, in Japanese without a space.
 */
function pieces(text: string): readonly { readonly piece: string; readonly gap: string }[] {
  return text.split(' ').flatMap((word) => {
    if (!SQUARE.test(word)) return [{ piece: word, gap: ' ' }];
    const parts: string[] = [];
    for (const { segment } of japanese.segment(word)) {
      const last = parts.at(-1);
      if (
        last !== undefined &&
        (NEVER_FIRST.test(segment) || PARTICLE.test(segment) || NEVER_LAST.test(last))
      )
        parts[parts.length - 1] = last + segment;
      else parts.push(segment);
    }
    return parts.map((piece, index) => ({ piece, gap: index === 0 ? ' ' : '' }));
  });
}

/** The text cut to at most `ems` of {@link textWidth}, with an ellipsis at the end if anything was cut. */
export function shortenToWidth(text: string, ems: number): string {
  if (textWidth(text) <= ems) return text;
  const characters = [...graphemes.segment(text)].map(({ segment }) => segment);
  while (characters.length > 0 && textWidth(`${characters.join('')}…`) > ems) characters.pop();
  return `${characters.join('').trimEnd()}…`;
}

/**
 * The text cut to at most `longest` grapheme clusters, with an ellipsis as the last one if anything was cut.
 */
export function shorten(text: string, longest: number): string {
  const characters = [...graphemes.segment(text)].map(({ segment }) => segment);
  if (characters.length <= longest) return text;
  return `${characters
    .slice(0, longest - 1)
    .join('')
    .trimEnd()}…`;
}
