import { de } from './de.ts';
import { en } from './en.ts';
import { es } from './es.ts';
import { fr } from './fr.ts';
import { ja } from './ja.ts';
import type { Language } from './language.ts';

/** The languages that reports are written in, by ISO 639-1 code. */
export const LANGUAGES = { en, de, fr, es, ja } as const satisfies Readonly<Record<string, Language>>;
