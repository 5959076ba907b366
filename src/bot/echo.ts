import { REPLY_LANGUAGES } from './language/languages.ts';
import type { Part } from './mention-text.ts';

/** Stand for a date and for a domain in a sentence; no sentence of ours has one. */
const DATE = '\u0000';
const DOMAIN = '\u0001';
/** A domain may stand there in letters of its own and in ASCII, each as long as 253 characters. */
const GAPS = { [DATE]: '.{4,24}?', [DOMAIN]: '.{4,510}?' };

/** Replies of bots like us are shorter, in letters; the patterns are slow on what is very long. */
const LONGEST_REPLY = 5_000;

function spaced(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

function pattern(sentence: string): RegExp {
  let source = RegExp.escape(spaced(sentence));
  for (const [mark, gap] of Object.entries(GAPS)) source = source.replaceAll(RegExp.escape(mark), gap);
  return new RegExp(source, 'u');
}

/** In each language, a sentence of every reply that a bot like us would answer with another such reply. */
const SENTENCES: readonly RegExp[] = REPLY_LANGUAGES.flatMap((language) =>
  [
    language.measured(DATE),
    language.stale(DATE),
    language.notFound(DOMAIN),
    language.optedOut(DOMAIN),
    language.help.split('\n')[0] ?? language.help,
    language.busy,
    language.full,
    ...Object.values(language.refused),
  ].map(pattern),
);

/** Whether a text is one that a bot like us writes: answered, two of them would talk to each other for ever. */
export function isLikeOurs(parts: readonly Part[]): boolean {
  const said = parts.map((part) => (part.kind === 'person' ? '' : part.text)).join('');
  const text = spaced(said).slice(0, LONGEST_REPLY);
  return SENTENCES.some((sentence) => sentence.test(text));
}
