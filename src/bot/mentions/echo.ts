import { REPLY_LANGUAGES } from '../language/languages.ts';
import type { Part } from '../request/mention-text.ts';

/** Placeholders for a date and a domain, which occur in none of our sentences. */
const DATE = '\u0000';
const DOMAIN = '\u0001';
/** The domain may be in Unicode followed by ASCII, each up to 253 characters. */
const GAPS = { [DATE]: '.{4,24}?', [DOMAIN]: '.{4,510}?' };

/** In letters. Replies of bots like us are shorter, and the patterns are slow on very long texts. */
const LONGEST_REPLY = 5_000;

function spaced(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

function pattern(sentence: string): RegExp {
  let source = RegExp.escape(spaced(sentence));
  for (const [mark, gap] of Object.entries(GAPS)) source = source.replaceAll(RegExp.escape(mark), gap);
  return new RegExp(source, 'u');
}

/** One sentence, in each language, of every reply that a bot like us would answer with another such reply. */
const SENTENCES: readonly RegExp[] = REPLY_LANGUAGES.flatMap((language) =>
  [
    language.measured(DATE),
    language.stale(DATE),
    language.notFound(DOMAIN),
    language.optedOut(DOMAIN),
    language.unsure(DOMAIN),
    language.similar(DOMAIN),
    language.help.split('\n')[0] ?? language.help,
    language.busy,
    language.full,
    ...Object.values(language.refused),
  ].map(pattern),
);

/** Whether a text is one that a bot like us writes. If each answered the other, two bots would never stop. */
export function isLikeOurs(parts: readonly Part[]): boolean {
  const said = parts.map((part) => (part.kind === 'person' ? '' : part.text)).join('');
  const text = spaced(said).slice(0, LONGEST_REPLY);
  return SENTENCES.some((sentence) => sentence.test(text));
}
