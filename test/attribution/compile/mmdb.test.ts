import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { Reader } from 'mmdb-lib';
import { describe, expect, it } from 'vitest';
import { readMmdb } from '../../../src/attribution/compile/mmdb.ts';
import { embeddedDatabases } from '../../../src/attribution/databases/sources.ts';
import { wordAt } from '../../../src/attribution/tables/column.ts';
import { formatIPv4 } from '../../../src/attribution/tables/ipv4.ts';
import { compileIPv4Table, findIPv4, wholeIPv4Table } from '../../../src/attribution/tables/ipv4-table.ts';
import { formatIPv6 } from '../../../src/attribution/tables/ipv6.ts';
import {
  compileIPv6Table,
  findIPv6,
  valueIPv6,
  wholeIPv6Table,
} from '../../../src/attribution/tables/ipv6-table.ts';

const { country } = embeddedDatabases();
const word = fc.nat(0xffffffff);

function countries(file: Buffer, family: 4 | 6) {
  const codes = [''];
  const list = readMmdb(file, family, (record) => codes.push(codeOf(record)) - 1);
  return { codes, list };
}

function codeOf(record: unknown): string {
  return (record as { country_code: string } | null)?.country_code ?? '';
}

describe('readMmdb', () => {
  it('answers IPv4 as mmdb-lib does', () => {
    const file = readFileSync(country.ipv4);
    const reader = new Reader(file);
    const { codes, list } = countries(file, 4);
    const table = wholeIPv4Table(compileIPv4Table(list));
    fc.assert(
      fc.property(word, (address) => {
        const ours = codes[wordAt(table.values, findIPv4(table, address))];
        expect(ours).toBe(codeOf(reader.get(formatIPv4(address))));
      }),
      { numRuns: 5000 },
    );
  });

  it('answers IPv6 as mmdb-lib does, at random and at the edges of ranges', () => {
    const file = readFileSync(country.ipv6);
    const reader = new Reader(file);
    const { codes, list } = countries(file, 6);
    const table = wholeIPv6Table(compileIPv6Table(list));
    const check = (words: Uint32Array): void => {
      const ours = codes[valueIPv6(table, words, findIPv6(table, words))];
      expect(ours).toBe(codeOf(reader.get(formatIPv6(words))));
    };
    const first = fc.integer({ min: 0x20000000, max: 0x2fffffff });
    fc.assert(
      fc.property(first, word, word, word, (...words) => check(Uint32Array.from(words))),
      { numRuns: 2000 },
    );
    fc.assert(
      fc.property(fc.nat(list.count - 1), (row) => check(list.starts.slice(row * 4, row * 4 + 4))),
      { numRuns: 2000 },
    );
  });

  it('refuses a database of the other family, which would answer wrongly', () => {
    expect(() => countries(readFileSync(country.ipv4), 6)).toThrow(/IP version 4, not 6/);
    expect(() => countries(readFileSync(country.ipv6), 4)).toThrow(/IP version 6, not 4/);
  });

  it('refuses what is no database', () => {
    expect(() => countries(Buffer.from('<html>not found</html>'), 4)).toThrow();
    expect(() => countries(Buffer.alloc(0), 4)).toThrow();
  });
});
