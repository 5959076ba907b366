import { REPLY_LANGUAGES } from './language/languages.ts';
import type { Part } from './mention-text.ts';

/** Stands for a date in a sentence; no sentence of ours has one. */
const GAP = '\u0000';
const LONGEST_DATE = 24;

function spaced(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

function pattern(sentence: string): RegExp {
  const literal = RegExp.escape(spaced(sentence));
  return new RegExp(literal.replaceAll(RegExp.escape(GAP), `.{4,${LONGEST_DATE}}?`), 'u');
}

/** One sentence at least of every reply that we write, in each language. */
const SENTENCES: readonly RegExp[] = REPLY_LANGUAGES.flatMap((language) =>
  [
    language.measured(GAP),
    language.stale(GAP),
    language.help.split('\n')[0] ?? language.help,
    language.busy,
    language.full,
    ...Object.values(language.refused),
  ].map(pattern),
);

/** Whether a text is one that a bot like us writes: answered, two of them would talk to each other for ever. */
export function isLikeOurs(parts: readonly Part[]): boolean {
  const text = spaced(parts.map((part) => (part.kind === 'person' ? '' : part.text)).join(''));
  return SENTENCES.some((sentence) => sentence.test(text));
}
