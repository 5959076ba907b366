import { hasKnownSuffix } from './name-scan.ts';

/** A dot in brackets, as in security reports: `example[.]com`, `example (dot) com`. */
const BRACKETED_DOT =
  /(?<=[\p{L}\p{N}])[ \t]?[[({<]{1,2}[ \t]?(?:\.|dot|punkt|point|punto|ドット)[ \t]?[\])}>]{1,2}[ \t]?(?=[\p{L}\p{N}])/giu;
/** A bracket on one side only: `example[.com`, `example.]com`. */
const HALF_BRACKETED_DOT = /(?<=[\p{L}\p{N}])(?:[[({]\.|\.[\])}])(?=[\p{L}\p{N}])/gu;
const BRACKETED_AT =
  /(?<=[\p{L}\p{N}])[ \t]?[[({<][ \t]?(?:@|at|bei|chez)[ \t]?[\])}>][ \t]?(?=[\p{L}\p{N}])/giu;
const ESCAPED_DOT = /(?<=[\p{L}\p{N}])\\\.(?=[\p{L}\p{N}])/gu;
/** `hxxps://`, `h**p://`, `https[:]//`, `hxxps[://]`. */
const DEFANGED_SCHEME = /(?<![\p{L}\p{N}])h(?:xx|\*\*|tt)p(s?)[ ]?[[(]?:[\])]?(?:\/\/[\])]?|\\\\)/giu;

/** Words that may precede "dot" in a sentence without being a name. */
const BEFORE_DOT =
  /^(?:the|a|an|this|that|every|each|polka|no|one|red|blue|green|black|white|der|ein|am|le|un|el|ce|du|au|à|some|any|which|what|my|your|its|main|mon|ton|son)$/iu;
const SPOKEN =
  /(?<![\p{L}\p{N}.@-])([\p{L}\p{N}][\p{L}\p{N}-]{0,62}(?: (?:dot|punkt|point|punto|ドット) [\p{L}\p{N}][\p{L}\p{N}-]{0,62}){1,4})(?![\p{L}\p{N}-]|\.[\p{L}\p{N}])/giu;
const SPOKEN_DOT = / (?:dot|punkt|point|punto|ドット) /giu;

/** Lines numbered from one without a space: `1.chaos.social`, `2.mstdn.jp`. */
const LIST_NUMBERS = /^[ \t]*1[.)]\p{L}[^\n]*(?:\n[ \t]*\d{1,2}[.)]\p{L}[^\n]*)+/gmu;
const LIST_NUMBER = /^([ \t]*)\d{1,2}[.)]/gmu;

/** A full stop of Chinese and Japanese is a dot between two words that nothing else makes a name. */
const IDEOGRAPHIC_DOT =
  /(?<![\p{L}\p{N}._-])([\p{L}\p{N}-]{1,63})[。｡](\p{Script=Latin}{2,24})(?![\p{L}\p{N}.。｡_-])/gu;
const LATIN_ONLY = /^[\p{Script=Latin}\p{N}-]+$/u;

/** Replaces defanged spellings, which avoid links, by plain names. Linear in the length of the text. */
export function plainSpelling(text: string): string {
  return (
    text
      .replace(/[＠﹫]/gu, '@')
      .replace(/[．﹒․]/gu, '.')
      // Letters in circles stand for the letters (UTS 46).
      .replace(/[Ⓐ-ⓩ]/gu, (letter) => letter.normalize('NFKC'))
      .replace(LIST_NUMBERS, (whole) => whole.replace(LIST_NUMBER, '$1 '))
      .replace(IDEOGRAPHIC_DOT, (whole, name: string, ending: string) =>
        LATIN_ONLY.test(name) ? `${name}.${ending}` : whole,
      )
      .replace(DEFANGED_SCHEME, 'http$1://')
      .replace(BRACKETED_DOT, '.')
      .replace(HALF_BRACKETED_DOT, '.')
      .replace(ESCAPED_DOT, '.')
      .replace(BRACKETED_AT, '@')
      .replace(SPOKEN, (whole, name: string) => {
        const written = name.replace(SPOKEN_DOT, '.').toLowerCase();
        const [first = ''] = written.split('.');
        // Of two letters many endings are words: "the point is", "mon point de vue".
        const sure = written.length - written.lastIndexOf('.') > 3 || text.trim() === name;
        return BEFORE_DOT.test(first) || !sure || !hasKnownSuffix(written) ? whole : written;
      })
  );
}
