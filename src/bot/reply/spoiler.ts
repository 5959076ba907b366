import { defang } from '../../text/defang.ts';
import type { ReplyLanguage } from '../language/language.ts';

/**
 * Handles, hashtags, links, names with a dot, custom emoji and HTML: anything that a home server or a reader
 * would act on.
 */
const ACTIVE = /[@＠﹫#＃﹟<>&]|:\/\/|\w:\w|:\w+:|www\.|[\p{L}\p{N}][.．。｡[({]+(?:dot\W+)?[\p{L}\p{N}]/iu;
/** Longer warnings, in UTF-16 units, are never repeated. */
const LONGEST_READ = 1000;
/** The characters that a repeated warning may contain. */
const PLAIN_WARNING = /^[\p{L}\p{M}\p{N}\p{Zs}.,;!?'’()/+~&%*:-]*$/u;

/**
 * The content warning of a reply. The mention's own is repeated if it is a few plain words, cleaned like
 * every name from outside. Of any other only its presence is repeated.
 */
export function replySpoiler(
  spoilerText: string,
  { contentWarning }: Pick<ReplyLanguage, 'contentWarning'>,
): string {
  const given = spoilerText.trim();
  if (given === '') return '';
  const clean = defang(given.slice(0, LONGEST_READ));
  const isPlain = !ACTIVE.test(given) && PLAIN_WARNING.test(clean.replace(/…$/u, '')) && clean !== '';
  return isPlain ? clean : contentWarning;
}
