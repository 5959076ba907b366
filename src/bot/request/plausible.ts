import type { Domain } from '../../model/domain.ts';
import { hasKnownSuffix } from './name-scan.ts';

/**
 * How likely a name in running text is that of a server.
 *
 * - `weak`: it may be a file, or two sentences without a space in between.
 * - `unknown`: its suffix is not known.
 * - `prose`: it is not a name.
 */
export type Plausibility = 'strong' | 'weak' | 'unknown' | 'prose';

const words = (list: string) => new Set(list.trim().split(/\s+/));

/** Suffixes that are common words of our languages, and may start a sentence. */
const WORD_ENDINGS = words(`
  my so it is in at to no do me be us by as am la le es de il et je se si ni ma sa al va ca au su er co
  now you here how one like love please thanks then show watch best cool fun today just wow yes off open live read
  save call help hot win host see try
`);

/** Words that often end a sentence. */
export const COMMON_WORDS = words(`
  a i an the bot bots server servers great nice cool good thanks thank ok okay yes no yeah yep nope done thing things that
  this it there here well fine sure hello hi hey wow lol please sorry works work right wrong true false too also now then
  today tomorrow yesterday time day week year me you us him her them one two three more less much many all none so but and
  or if what who where when why how up down out off on over back again ever never always maybe love hate news idea post toot
  internet fediverse site website web host hosting answer question fun life people friend friends world home house way ago
  gut super danke bitte ja nein doch genau klar hallo toll schön cool fertig heute morgen gestern hier da dort das der die
  es so auch noch schon mal sehr viel alles nichts jetzt immer nie frage antwort idee leute welt haus weg
  merci bien bon oui non super bonjour salut voilà ici là aussi encore toujours jamais tout rien jour vie monde maison
  gracias bueno bien sí hola vale claro aquí allí también siempre nunca todo nada día vida mundo casa amigo
`);

/** File extensions that are suffixes too. After one of the stems below, a name with any of them is a file. */
const FILE_ENDINGS = words('sh py rs md zip mov so ps');
const RARE_FILE_ENDINGS = words('pl cc ml mm ac in am la ai st app do vi as lib ms');
const FILE_STEMS = words(`
  install setup main index readme run build test tests script scripts start stop deploy config configure makefile cargo lib
  mod backup update upgrade init server client app utils util helper helpers changelog license contributing todo notes
  docker entrypoint bootstrap libc cron job hello example foo bar baz video clip archive photos
`);

/** File extensions that are not suffixes. */
const ONLY_FILES = words(
  'json html htm css js ts jsx tsx txt pdf png jpg jpeg gif svg webp mp3 mp4 toml yml yaml xml csv lock ini conf log exe php java rb go',
);
/** Names of software that look like domains. */
const SOFTWARE = words('asp.net vb.net ado.net socket.io');

const CAPITALISED = /^\p{Lu}\p{Ll}+$/u;
/** Degrees and initials: `B.Sc`, `Ph.D`, `e.V`. */
const INITIALS = /^(?:\p{L}\p{Ll}?\.)+\p{L}\p{Ll}{0,2}$/u;

/** The labels as they are written. */
function labelsOf(written: string): readonly string[] {
  return written.split(/[.]/);
}

/**
 * Judges a name by its spelling.
 *
 * @param asking the message asks who hosts something, or contains nothing else
 */
export function plausibility(written: string, domain: Domain, asking: boolean): Plausibility {
  const labels = labelsOf(written);
  const ending = labels.at(-1) ?? '';
  const [first = ''] = labels;
  if (INITIALS.test(written) && /\p{Lu}/u.test(written)) return 'prose';
  if (/^\d+$/.test(first) && labels.length === 2 && !asking) return 'prose';
  if (/^\d+$/.test(first) && CAPITALISED.test(ending)) return 'prose';
  if (!hasKnownSuffix(domain))
    return CAPITALISED.test(ending) || ONLY_FILES.has(ending.toLowerCase()) ? 'prose' : 'unknown';
  if (labels.length > 2) return 'strong';
  const stem = first.toLowerCase();
  const lower = ending.toLowerCase();
  if (CAPITALISED.test(ending) && (!/^\p{Lu}/u.test(first) || WORD_ENDINGS.has(lower))) return 'weak';
  if (WORD_ENDINGS.has(lower) && COMMON_WORDS.has(stem)) return 'weak';
  if (SOFTWARE.has(domain) && !asking) return 'weak';
  if (FILE_ENDINGS.has(lower) && (!asking || FILE_STEMS.has(stem))) return 'weak';
  if (RARE_FILE_ENDINGS.has(lower) && FILE_STEMS.has(stem)) return 'weak';
  return 'strong';
}

/**
 * Strips sentences before or after a name: `Hello.example.org`, `example.org.My server`. Returns the name
 * unchanged if there are none.
 */
export function withoutSentences(written: string): string {
  let labels = labelsOf(written);
  const [first = '', ...others] = labels;
  if (labels.length > 2 && CAPITALISED.test(first) && COMMON_WORDS.has(first.toLowerCase())) labels = others;
  const ending = labels.at(-1) ?? '';
  const before = labels.slice(0, -1);
  const lowerBefore = before.every((label) => !/\p{Lu}/u.test(label));
  if (before.length > 1 && CAPITALISED.test(ending) && lowerBefore && hasKnownSuffix(before.join('.'))) {
    labels = before;
  }
  return labels.join('.');
}
