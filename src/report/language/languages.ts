import { reportGerman } from './de.ts';
import { reportEnglish } from './en.ts';
import { reportSpanish } from './es.ts';
import { reportFrench } from './fr.ts';
import { reportJapanese } from './ja.ts';
import type { ReportPhrases } from './language.ts';

/** The languages that reports are written in, by ISO 639-1 code. */
export const REPORT_PHRASES = {
  en: reportEnglish,
  de: reportGerman,
  fr: reportFrench,
  es: reportSpanish,
  ja: reportJapanese,
} as const satisfies Readonly<Record<string, ReportPhrases>>;
