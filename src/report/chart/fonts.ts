import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { reportEnglish } from '../language/en.ts';
import type { ReportPhrases } from '../language/language.ts';

/**
 * A font family of the embedded renderer and its files, which come with npm packages because servers often
 * have no fonts. The family's name is ours alone: a system font of the same name would take precedence.
 */
export interface Font {
  readonly family: string;
  readonly files: readonly string[];
}

const LATIN: Font = {
  family: 'Whohosts Sans',
  files: ['noto-sans/400Regular/NotoSans_400Regular.ttf', 'noto-sans/700Bold/NotoSans_700Bold.ttf'].map(
    locate,
  ),
};
const JAPANESE: Font = {
  family: 'Whohosts Sans JP',
  files: [
    'noto-sans-jp/400Regular/NotoSansJP_400Regular.ttf',
    'noto-sans-jp/700Bold/NotoSansJP_700Bold.ttf',
  ].map(locate),
};
/** The Japanese font is large and may be left out of an installation. */
const hasJapanese = JAPANESE.files.every((file) => existsSync(file));

export const FONTS: readonly Font[] = hasJapanese ? [LATIN, JAPANESE] : [LATIN];

/** The first two are for the embedded renderer, the others for QuickChart servers and browsers. */
export const FAMILIES =
  "'Whohosts Sans', 'Whohosts Sans JP', 'Noto Sans', 'Noto Sans JP', 'Noto Sans CJK JP', 'DejaVu Sans', sans-serif";

/** Latin, Greek, Cyrillic and common punctuation. */
const LATIN_LETTERS = /^[ -\u03ff\u0400-\u052f\u1e00-\u1fff\u2010-\u203a\u20ac\u2122]+$/u;
const JAPANESE_LETTERS =
  /^[ -\u03ff\u0400-\u052f\u1e00-\u1fff\u2010-\u203a\u20ac\u2122\u3000-\u30ff\u4e00-\u9fff\uff01-\uff9f]+$/u;

/**
 * Whether the fonts have a glyph for every character of a text. Missing ones would be drawn as empty boxes.
 */
export function canDraw(text: string): boolean {
  return (hasJapanese ? JAPANESE_LETTERS : LATIN_LETTERS).test(text);
}

/**
 * The language of the text inside the picture: English if the installed fonts cannot write the post's
 * language.
 */
export function pictureLanguage(language: ReportPhrases): ReportPhrases {
  return canDraw(language.chart.hidden) ? language : reportEnglish;
}

function locate(file: string): string {
  try {
    return fileURLToPath(import.meta.resolve(`@expo-google-fonts/${file}`));
  } catch {
    // The package is not installed.
    return '';
  }
}
