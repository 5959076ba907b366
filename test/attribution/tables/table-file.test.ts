import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  bytesBetween,
  type TableColumn,
  wholeColumn,
  wordAt,
} from '../../../src/attribution/tables/column.ts';
import {
  bytesIn,
  type Columns,
  encodeTable,
  openTableFile,
  type Sections,
  section,
} from '../../../src/attribution/tables/table-file.ts';

const SECTIONS: Sections = {
  bytes: Uint8Array.of(1, 2, 3),
  shorts: Uint16Array.of(0xffff, 0, 7),
  signed: Int16Array.of(-32768, -1, 5),
  words: Uint32Array.of(0xffffffff, 42),
  none: new Uint32Array(0),
};
const SOURCE = 'made of připojení 1.0';
const SMALLEST_BLOCK = 8;
const encode = (sections: Sections = SECTIONS) => encodeTable(SOURCE, sections, SMALLEST_BLOCK);
const whole = encode();
const unrepairable = (problem: string): Buffer => {
  throw new Error(problem);
};

function open(file: Buffer, repair = unrepairable, source = SOURCE) {
  return openTableFile(file.length, bytesIn(file), source, repair);
}

function columnsOf(file: Buffer, repair = unrepairable): Columns {
  const opened = open(file, repair);
  if (!opened.ok) throw new Error(opened.problem);
  return opened.columns;
}

const numbersOf = (column: TableColumn): number[] =>
  Array.from({ length: column.length }, (_, index) => {
    const block = index >>> column.shift;
    return column.load(block)[index - block * 2 ** column.shift] as number;
  });
const contents = (columns: Columns) =>
  Object.fromEntries(Object.entries(columns).map(([name, { column }]) => [name, numbersOf(column)]));
const EXPECTED = Object.fromEntries(Object.entries(SECTIONS).map(([name, array]) => [name, [...array]]));

describe('a table file', () => {
  it('gives back what was put in, whatever the size of blocks', () => {
    const array = fc.oneof(
      fc.uint8Array({ maxLength: 60 }),
      fc.uint16Array({ maxLength: 60 }),
      fc.int16Array({ maxLength: 60 }),
      fc.uint32Array({ maxLength: 60 }),
    );
    fc.assert(
      fc.property(fc.array(array, { maxLength: 4 }), fc.integer({ min: 3, max: 7 }), (arrays, bits) => {
        const sections = Object.fromEntries(arrays.map((each, index) => [`section ${index}`, each]));
        const columns = columnsOf(encodeTable(SOURCE, sections, 2 ** bits));
        expect(contents(columns)).toEqual(
          Object.fromEntries(Object.entries(sections).map(([name, each]) => [name, [...each]])),
        );
      }),
    );
  });

  it('refuses data made of something else', () => {
    expect(open(whole, unrepairable, 'made of 2.0')).toEqual({ ok: false, problem: 'made of other data' });
  });

  it('never gives a wrong number, whichever byte changed', () => {
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const damaged = Buffer.from(whole);
        damaged[at] = (damaged[at] ?? 0) ^ change;
        const opened = open(damaged);
        if (!opened.ok) return;
        try {
          // A byte between two sections means nothing.
          expect(contents(opened.columns)).toEqual(EXPECTED);
        } catch (error) {
          expect(error).toEqual(new Error('damaged'));
        }
      }),
    );
  });

  it('is read on from a table made again where a block is damaged', () => {
    const damaged = Buffer.from(whole);
    damaged[damaged.indexOf(Buffer.from([1, 2, 3]))] = 9;
    const problems: string[] = [];
    const columns = columnsOf(damaged, (problem) => {
      problems.push(problem);
      return encode();
    });
    expect(contents(columns)).toEqual(EXPECTED);
    expect(problems).toEqual(['damaged']);
  });

  it('does not read on from another table', () => {
    const damaged = Buffer.from(whole);
    damaged[damaged.indexOf(Buffer.from([1, 2, 3]))] = 9;
    const columns = columnsOf(damaged, () => encode({ ...SECTIONS, bytes: Uint8Array.of(3, 2, 1) }));
    expect(() => contents(columns)).toThrow('another one');
  });

  it('notices every missing end', () => {
    for (let length = 0; length < whole.length; length++) {
      expect(open(whole.subarray(0, length)).ok).toBe(false);
    }
  });

  it('reads the blocks that are asked for, and forgets those that are no longer', () => {
    const file = encode({ words: Uint32Array.from({ length: 10 }, (_, index) => index) });
    let reads = 0;
    const counted = (position: number, length: number) => {
      reads++;
      return bytesIn(file)(position, length);
    };
    const opened = openTableFile(file.length, counted, SOURCE, unrepairable);
    if (!opened.ok) throw new Error(opened.problem);
    const words = section(opened.columns, 'words', 'Uint32Array');
    const readsOf = (work: () => unknown): number => {
      const before = reads;
      work();
      return reads - before;
    };
    expect(readsOf(() => [wordAt(words, 2), wordAt(words, 3), wordAt(words, 2)])).toBe(1);
    expect(opened.age()).toBe(true);
    expect(readsOf(() => wordAt(words, 3))).toBe(0);
    expect(opened.age()).toBe(true);
    expect(opened.age()).toBe(false);
    expect(readsOf(() => wordAt(words, 3))).toBe(1);
  });

  it('says which section is missing', () => {
    const columns = columnsOf(whole);
    expect(() => section(columns, 'absent', 'Uint32Array')).toThrow(/absent/);
    expect(() => section(columns, 'bytes', 'Uint32Array')).toThrow(/bytes/);
  });

  it('gives bytes out of several blocks', () => {
    const bytes = Uint8Array.from({ length: 30 }, (_, index) => index);
    const column = section(columnsOf(encode({ bytes })), 'bytes', 'Uint8Array');
    fc.assert(
      fc.property(fc.nat(30), fc.nat(30), (one, other) => {
        const [from, to] = one < other ? [one, other] : [other, one];
        expect([...bytesBetween(column, from, to)]).toEqual([...bytes.subarray(from, to)]);
        expect([...bytesBetween(wholeColumn(bytes), from, to)]).toEqual([...bytes.subarray(from, to)]);
      }),
    );
  });
});
