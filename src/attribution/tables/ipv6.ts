import { formatIPv6Groups } from '../../text/ipv6-text.ts';

const COLON = 58;

/**
 * Writes the four 32-bit words of an IPv6 address in hexadecimal text (RFC 4291, 2.2, forms 1 and 2) into
 * `words`; false where the text is anything else, an embedded dotted IPv4 address included.
 */
export function parseIPv6(text: string, words: Uint32Array): boolean {
  if (text.length > 39) return false;
  words.fill(0);
  let group = 0;
  let groups = 0;
  let digits = 0;
  let gap = -1;
  let at = 0;
  if (text.startsWith('::')) {
    gap = 0;
    at = 2;
  }
  for (; at <= text.length; at++) {
    const digit = hexadecimal(text.charCodeAt(at));
    if (digit >= 0) {
      group = group * 16 + digit;
      if (++digits > 4) return false;
      continue;
    }
    if (at < text.length && text.charCodeAt(at) !== COLON) return false;
    if (digits === 0) {
      if (at === text.length && gap === groups) break;
      return false;
    }
    if (groups === 8) return false;
    setGroup(words, groups++, group);
    group = 0;
    digits = 0;
    if (text.charCodeAt(at) === COLON && text.charCodeAt(at + 1) === COLON) {
      if (gap >= 0) return false;
      gap = groups;
      at++;
    }
  }
  if (gap < 0) return groups === 8;
  if (groups > 7) return false;
  moveToEnd(words, gap, groups);
  return true;
}

/** Text as of RFC 5952. */
export function formatIPv6(words: Uint32Array): string {
  return formatIPv6Groups((index) => getGroup(words, index));
}

/**
 * CIDR notation of the network of at most 64 bits round an address: the zeros of the host part are then
 * always the longest run (RFC 5952).
 */
export function formatIPv6Network(words: Uint32Array, bits: number): string {
  let text = '';
  let zeros = '';
  for (let index = 0; index < 4; index++) {
    const group = getGroup(words, index) & groupMask(bits - index * 16);
    if (group === 0) {
      zeros += '0:';
    } else {
      text += `${zeros}${group.toString(16)}:`;
      zeros = '';
    }
  }
  return `${text || ':'}:/${bits}`;
}

function groupMask(bits: number): number {
  return bits <= 0 ? 0 : bits >= 16 ? 0xffff : (0xffff << (16 - bits)) & 0xffff;
}

function hexadecimal(code: number): number {
  if (code >= 48 && code <= 57) return code - 48;
  if (code >= 97 && code <= 102) return code - 87;
  return code >= 65 && code <= 70 ? code - 55 : -1;
}

function getGroup(words: Uint32Array, index: number): number {
  const word = words[index >> 1] ?? 0;
  return index % 2 === 0 ? word >>> 16 : word & 0xffff;
}

function setGroup(words: Uint32Array, index: number, group: number): void {
  const word = words[index >> 1] ?? 0;
  words[index >> 1] = index % 2 === 0 ? ((group << 16) | (word & 0xffff)) >>> 0 : (word & 0xffff0000) | group;
}

/** The groups after `::` were written right behind those before it; they belong at the end. */
function moveToEnd(words: Uint32Array, gap: number, groups: number): void {
  for (let index = groups - 1, target = 7; index >= gap; index--, target--) {
    setGroup(words, target, getGroup(words, index));
    setGroup(words, index, 0);
  }
}
