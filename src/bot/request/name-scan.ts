import { parse } from 'tldts';
import { type Domain, parseDomain } from '../../model/domain.ts';

/** A name with a dot inside a longer text, as written, and its position. */
export interface WrittenName {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** The name contains a symbol such as an emoji. */
  readonly symbols: boolean;
}

/**
 * A script, or a group of scripts that labels mix and that count as one: Japanese writes in several, and
 * lookalikes mix Latin, Greek and Cyrillic.
 */
type Script = 'latin' | 'cjk' | 'symbol' | 'neutral' | 'other' | `other-${number}`;

interface Run {
  readonly script: Script;
  readonly start: number;
  end: number;
}

const SCRIPTS: readonly (readonly [Script, RegExp])[] = [
  ['latin', /[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}]/u],
  ['neutral', /[\p{Nd}\p{M}_\-\u200c\u200d]/u],
  ['cjk', /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Bopomofo}ー々〆]/u],
  ['other-0', /\p{Script=Hangul}/u],
  ['other-1', /\p{Script=Arabic}/u],
  ['other-2', /\p{Script=Hebrew}/u],
  ['other-3', /\p{Script=Thai}/u],
  ['other-4', /\p{Script=Devanagari}/u],
  ['other', /\p{L}/u],
  ['symbol', /[\p{Extended_Pictographic}\p{Emoji_Modifier}\p{Regional_Indicator}]/u],
];
/** Suffixes reserved for examples and tests (RFC 2606). */
const EXAMPLE_SUFFIXES = new Set(['example', 'test', 'invalid']);
const DOT = '.';

/** Whether a name ends in a suffix of the Public Suffix List, or in one reserved for examples. */
export function hasKnownSuffix(domain: string): boolean {
  const ending = domain.slice(domain.lastIndexOf(DOT) + 1);
  return EXAMPLE_SUFFIXES.has(ending) || parse(domain).isIcann === true;
}

function scriptOf(char: string, before: string): Script | null {
  // A middle dot is a letter in Catalan between two l, and punctuation elsewhere.
  if (char === '·') return /l$/iu.test(before) ? 'neutral' : null;
  return SCRIPTS.find(([, pattern]) => pattern.test(char))?.[0] ?? null;
}

/**
 * One label as runs of scripts. Characters without a script belong to the previous run, or else to the next.
 */
type Label = Run[];

/** Groups of labels that are connected by dots only. Empty labels end a group. */
function labelGroups(text: string): readonly (readonly Label[])[] {
  const groups: Label[][] = [];
  let group: Label[] = [];
  let label: Label = [];
  const endLabel = () => {
    if (label.length > 0) group.push(label);
    else endGroup();
    label = [];
  };
  const endGroup = () => {
    if (group.length > 0) groups.push(group);
    group = [];
  };
  let position = 0;
  let before = '';
  for (const char of text) {
    const script = char === '·' && text[position + 1]?.toLowerCase() !== 'l' ? null : scriptOf(char, before);
    const end = position + char.length;
    if (char === DOT) endLabel();
    else if (script === null) {
      endLabel();
      endGroup();
    } else extend(label, script, text, [position, end]);
    before = char;
    position = end;
  }
  endLabel();
  endGroup();
  return groups;
}

function extend(label: Label, script: Script, text: string, [start, end]: readonly [number, number]): void {
  const last = label.at(-1);
  const neutral = script === 'neutral';
  if (last === undefined || (neutral && last.script === 'symbol')) label.push({ script, start, end });
  else if (last.script === script || neutral) last.end = end;
  else if (last.script === 'neutral' && script !== 'symbol') {
    label.pop();
    label.push({ script, start: last.start, end });
  } else {
    // Digits between two scripts belong to the Latin letters after them: `0x0.example`.
    const digits =
      script === 'latin' ? (/[\p{Nd}_-]+$/u.exec(text.slice(last.start, last.end))?.[0].length ?? 0) : 0;
    last.end -= digits;
    label.push({ script, start: start - digits, end });
  }
}

/** Where a name may start in a label: at its start, or where text of another script ends. */
function beginningOf(label: Label): Run | null {
  const last = label.at(-1);
  const before = label.at(-2);
  if (last === undefined || before === undefined) return last ?? null;
  if (last.script === 'symbol') return label.length === 2 ? { ...before, end: last.end } : null;
  if (before.script === 'symbol') return last;
  // Latin letters stand out in text without spaces. The other way round, it may be one mixed label.
  return last.script === 'latin' && before.script !== 'neutral' ? last : null;
}

/** The names in a word. A part of a longer name is never returned as a name of its own. */
export function namesIn(text: string): readonly WrittenName[] {
  return labelGroups(text).flatMap((labels) => namesOfGroup(text, labels));
}

function namesOfGroup(text: string, labels: readonly Label[]): readonly WrittenName[] {
  const names: WrittenName[] = [];
  let begun: Run | null = null;
  let count = 0;
  for (const [index, label] of labels.entries()) {
    const isLast = index === labels.length - 1;
    const broken = label.length > 1;
    const [first] = label;
    if (begun !== null && count > 0 && (isLast || broken) && first !== undefined) {
      const next = label[1];
      // In a script without spaces, a name directly followed by text may have started anywhere.
      const clear = next === undefined || next.script === 'symbol' || begun.script === 'latin';
      const cut = clear && (next === undefined || first.script === 'latin' || next.script === 'symbol');
      const name = cut && first.script !== 'symbol' ? trimmed(text, begun.start, first.end) : null;
      if (name) names.push(name);
      begun = null;
      count = 0;
    }
    if (begun === null || broken) {
      begun = beginningOf(label);
      count = 0;
    }
    count += 1;
  }
  return names;
}

/** Strips hyphens and underscores, and a word that is joined to the suffix: `example.com-Server`. */
function trimmed(text: string, from: number, to: number): WrittenName | null {
  let start = from;
  let end = to;
  while (start < end && /[-_]/.test(text[start] ?? '')) start += 1;
  while (end > start && /[-_]/.test(text[end - 1] ?? '')) end -= 1;
  const whole = text.slice(start, end);
  const ending = whole.slice(whole.lastIndexOf(DOT) + 1);
  if (!/^xn--/i.test(ending)) {
    const joined = /^([^-_]+)[-_]/u.exec(ending) ?? /^([a-z]+)(?!\p{Script=Latin})\p{L}/iu.exec(ending);
    if (joined) end -= ending.length - (joined[1]?.length ?? 0);
  }
  end -= sentenceBehind(text.slice(start, end));
  const name = text.slice(start, end);
  // If the last label starts with a digit, it is an address or a version, and every label must be a number.
  if (!name.includes(DOT) || (/^\p{Nd}/u.test(ending) && !/^[\p{Nd}a-fx.]+$/iu.test(name))) return null;
  return { text: name, start, end, symbols: /\p{Extended_Pictographic}/u.test(name) };
}

/** Length of the start of a sentence in another script that follows a name's full stop: `example.org.です`. */
function sentenceBehind(name: string): number {
  const at = name.lastIndexOf(DOT);
  const before = name.slice(0, at);
  const isOther =
    /^\P{Script=Latin}+$/u.test(name.slice(at + 1)) && /^[\p{Script=Latin}\p{N}.·_-]+$/u.test(before);
  const cut = isOther && before.includes(DOT) && !hasKnownSuffix(name) && hasKnownSuffix(before);
  return cut ? name.length - at : 0;
}

/** The name at the start of an explicit notation, which may have a single label. */
export function leadingName(text: string): string {
  const names = namesIn(text);
  const [first] = names;
  if (first && first.start === 0) return first.text;
  const [label] = /^[\p{L}\p{M}\p{Nd}_\-\u200c\u200d]+/u.exec(text) ?? [''];
  return text[label.length] === DOT && /^\.[\p{L}\p{Nd}]/u.test(text.slice(label.length)) ? '' : label;
}

/** A name in the form for look-ups; null if it cannot be one. */
export function domainOf(name: string): Domain | null {
  const parsed = parseDomain(name);
  if (!parsed.ok || parsed.domain.length - parsed.domain.lastIndexOf(DOT) < 3) return null;
  return parsed.domain;
}
