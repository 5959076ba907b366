import { en } from './en.ts';
import type { Language } from './language.ts';

/** The languages that reports are written in, by ISO 639-1 code. */
export const LANGUAGES = { en } as const satisfies Readonly<Record<string, Language>>;

export type LanguageCode = keyof typeof LANGUAGES;
