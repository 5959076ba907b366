import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toCsv } from '../../src/export/csv.ts';
import { toJson } from '../../src/export/json.ts';
import { defineTable } from '../../src/export/table.ts';
import { HOSTILE } from '../site/hostile.ts';

describe('CSV', () => {
  const table = (texts: readonly (string | null)[]) =>
    defineTable<string | null>({
      name: 't',
      what: 't',
      rows: () => texts,
      columns: [
        { name: 'text', type: 'text', meaning: '', value: (text) => text },
        { name: 'number', type: 'number', meaning: '', value: () => -1.5 },
      ],
    });
  const check = (text: string) => {
    const bytes = toCsv(table([text, null])).toString('utf8');
    for (const delimiter of [',', ';', '\t', '|']) {
      const cells = bytes.split('\r\n').flatMap((line) => line.split(delimiter));
      // Whatever the locale takes for the end of a cell, none begins a formula but our own negative number.
      const formulas = cells.filter(
        (cell) =>
          /^["'\s]*[=+\-@\uff1d\uff0b\uff0d\uff20]/.test(cell) &&
          !/^["\s]*'/.test(cell) &&
          !/^-1\.5/.test(cell),
      );
      if (delimiter !== ',') expect(formulas, JSON.stringify(text)).toEqual([]);
    }
    const [row, empty] = parse(bytes, { columns: true }) as Record<string, string>[];
    expect(row?.text).not.toMatch(/^[\s]*[=+\-@\uff1d\uff0b\uff0d\uff20]/);
    expect(row?.number).toBe('-1.5');
    expect(empty?.text).toBe('');
    expect(bytes.split('\r\n')).toHaveLength(4);
  };

  it.each(HOSTILE)('keeps %j from being a formula, and a row on its line', check);

  it('does so for any text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), check));
    fc.assert(fc.property(fc.stringMatching(/^[=+@\-;,|"' a\t\r\n]*$/), check));
  });

  it('leaves ordinary names as they are', () => {
    const names = [
      'Hetzner',
      'A, B & C',
      'say "hi"',
      'České připojení, s.r.o.',
      'a-b',
      '1&1 + IONOS',
      'x (+1)',
    ];
    expect(
      (parse(toCsv(table(names)).toString(), { columns: true }) as Record<string, string>[]).map(
        ({ text }) => text,
      ),
    ).toEqual(names);
  });

  it('and JSON carries every hostile name', () => {
    expect(
      (JSON.parse(toJson(table(HOSTILE))) as { text: string }[]).map(({ text }) => text.toWellFormed()),
    ).toEqual(HOSTILE.map((name) => name.toWellFormed()));
  });
});
