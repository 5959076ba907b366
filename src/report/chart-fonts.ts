import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { en } from './language/en.ts';
import type { Language } from './language/language.ts';

/** A family of the embedded renderer with its files; they come with packages, since servers have no fonts. */
export interface Font {
  readonly family: string;
  readonly files: readonly string[];
}

const LATIN: Font = {
  family: 'Noto Sans',
  files: ['noto-sans/400Regular/NotoSans_400Regular.ttf', 'noto-sans/700Bold/NotoSans_700Bold.ttf'].map(
    locate,
  ),
};
const JAPANESE: Font = {
  family: 'Noto Sans JP',
  files: [
    'noto-sans-jp/400Regular/NotoSansJP_400Regular.ttf',
    'noto-sans-jp/700Bold/NotoSansJP_700Bold.ttf',
  ].map(locate),
};
/** The Japanese font is large and may be left out of an installation. */
const hasJapanese = JAPANESE.files.every((file) => existsSync(file));

export const FONTS: readonly Font[] = hasJapanese ? [LATIN, JAPANESE] : [LATIN];

/** Every family stands here: the first two are ours, the others are for a QuickChart server without them. */
export const FAMILIES = "'Noto Sans', 'Noto Sans JP', 'Noto Sans CJK JP', 'DejaVu Sans', sans-serif";

/** Latin, Greek, Cyrillic and common punctuation. */
const LATIN_LETTERS = /^[ -\u03ff\u0400-\u052f\u1e00-\u1fff\u2010-\u203a\u20ac\u2122]+$/u;
const JAPANESE_LETTERS =
  /^[ -\u03ff\u0400-\u052f\u1e00-\u1fff\u2010-\u203a\u20ac\u2122\u3000-\u30ff\u4e00-\u9fff\uff01-\uff9f]+$/u;

/** Whether the fonts have letters for all of a text; they would draw empty boxes for the others. */
export function canDraw(text: string): boolean {
  return (hasJapanese ? JAPANESE_LETTERS : LATIN_LETTERS).test(text);
}

/** The language inside the picture: English where the fonts that are installed cannot write the language of the post. */
export function pictureLanguage(language: Language): Language {
  return canDraw(language.chart.hidden) ? language : en;
}

function locate(file: string): string {
  try {
    return fileURLToPath(import.meta.resolve(`@expo-google-fonts/${file}`));
  } catch {
    // The package is not installed.
    return '';
  }
}
