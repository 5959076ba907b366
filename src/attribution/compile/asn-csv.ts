import { parseIPv6 } from '../tables/ipv6.ts';
import { createRangeListBuilder, type RangeList } from '../tables/range-list.ts';

/** AS numbers with their names, as numbers 1, 2, 3, … that stand in the range lists. */
export interface AsRegister {
  /** `asns[0]` and `names[0]` stand for no AS. */
  readonly asns: number[];
  readonly names: string[];
  readonly ids: Map<number, number>;
}

export function createAsRegister(): AsRegister {
  return { asns: [0], names: [''], ids: new Map() };
}

/**
 * Reads rows `start,end,asn,name` (addresses as text, both inclusive, names quoted where they hold a comma or
 * quotes: RFC 4180) into ranges of register numbers. Where rows overlap, the one that begins later has its
 * range to itself. The first name of an AS stays. Throws with the line's number where a row is not of this
 * form.
 */
export function readAsnCsv(csv: Buffer, words: 1 | 4, register: AsRegister): RangeList {
  const builder = createRangeListBuilder(words, 1 << 18);
  const readAddress = words === 1 ? readIPv4 : readIPv6;
  const start = new Uint32Array(words);
  const after = new Uint32Array(words);
  const pending = new Uint32Array(words);
  let line = 0;
  let open = false;
  for (let at = 0; at < csv.length; ) {
    line++;
    const end = endOfLine(csv, at);
    const comma1 = csv.indexOf(44, at);
    const comma2 = csv.indexOf(44, comma1 + 1);
    const comma3 = csv.indexOf(44, comma2 + 1);
    const asn = comma3 > 0 && comma3 < end ? readNumber(csv, comma2 + 1, comma3) : 0;
    if (asn === 0 || !readAddress(csv, at, comma1, start) || !readAddress(csv, comma1 + 1, comma2, after)) {
      throw new Error(`line ${line} is not of the form start,end,asn,name`);
    }
    // What follows the last range is unknown only if the next does not begin before or there.
    if (open && isBefore(pending, start)) builder.add(pending, 0);
    const id = register.ids.get(asn) ?? enter(register, asn, readName(csv, comma3 + 1, end));
    builder.add(start, id);
    open = increment(after);
    pending.set(after);
    at = end + 1;
  }
  if (open) builder.add(pending, 0);
  return builder.list();
}

function enter(register: AsRegister, asn: number, name: string): number {
  const id = register.asns.length;
  register.asns.push(asn);
  register.names.push(name);
  register.ids.set(asn, id);
  return id;
}

/**
 * A quoted name may not hold a line break here: addresses would be lost silently if one quote were missing.
 */
function endOfLine(csv: Buffer, at: number): number {
  const end = csv.indexOf(10, at);
  return end < 0 ? csv.length : end;
}

function readName(csv: Buffer, at: number, end: number): string {
  const text = csv.toString('utf8', at, csv[end - 1] === 13 ? end - 1 : end);
  return text.startsWith('"') && text.endsWith('"') ? text.slice(1, -1).replaceAll('""', '"') : text;
}

function readNumber(csv: Buffer, at: number, end: number): number {
  let value = 0;
  for (let index = at; index < end; index++) {
    const digit = (csv[index] ?? 0) - 48;
    if (digit < 0 || digit > 9) return 0;
    value = value * 10 + digit;
  }
  return value <= 0xffffffff ? value : 0;
}

function readIPv4(csv: Buffer, at: number, end: number, words: Uint32Array): boolean {
  let value = 0;
  let octet = 0;
  let dots = 0;
  for (let index = at; index < end; index++) {
    const code = csv[index] ?? 0;
    if (code === 46) {
      value = value * 256 + octet;
      octet = 0;
      dots++;
    } else if (code >= 48 && code <= 57) {
      octet = octet * 10 + code - 48;
      if (octet > 255) return false;
    } else {
      return false;
    }
  }
  words[0] = value * 256 + octet;
  return dots === 3;
}

function readIPv6(csv: Buffer, at: number, end: number, words: Uint32Array): boolean {
  return parseIPv6(csv.toString('latin1', at, end), words);
}

/** One more; false where the space ends. */
function increment(words: Uint32Array): boolean {
  for (let word = words.length - 1; word >= 0; word--) {
    const value = words[word] ?? 0;
    words[word] = value + 1;
    if (value !== 0xffffffff) return true;
  }
  return false;
}

function isBefore(left: Uint32Array, right: Uint32Array): boolean {
  for (let word = 0; word < left.length; word++) {
    const a = left[word] ?? 0;
    const b = right[word] ?? 0;
    if (a !== b) return a < b;
  }
  return false;
}
