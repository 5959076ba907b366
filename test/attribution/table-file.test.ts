import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeTable, encodeTable, section } from '../../src/attribution/table-file.ts';

const SECTIONS = {
  bytes: Uint8Array.of(1, 2, 3),
  shorts: Uint16Array.of(0xffff, 0, 7),
  signed: Int16Array.of(-32768, -1, 5),
  words: Uint32Array.of(0xffffffff, 42),
  none: new Uint32Array(0),
};
const whole = encodeTable('made of připojení 1.0', SECTIONS);

describe('a table file', () => {
  it('gives back what was put in, also from an unaligned buffer', () => {
    for (const shift of [0, 1, 3]) {
      const moved = Buffer.alloc(whole.length + shift).subarray(shift);
      whole.copy(moved);
      const read = decodeTable(moved, 'made of připojení 1.0');
      expect(read).toMatchObject({ ok: true });
      if (read.ok)
        for (const [name, array] of Object.entries(SECTIONS)) expect(read.sections[name]).toEqual(array);
    }
  });

  it('refuses data made of something else', () => {
    expect(decodeTable(whole, 'made of 2.0')).toEqual({ ok: false, problem: 'made of other data' });
  });

  it('notices every changed byte', () => {
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const damaged = Buffer.from(whole);
        damaged[at] = (damaged[at] ?? 0) ^ change;
        return !decodeTable(damaged, 'made of připojení 1.0').ok;
      }),
    );
  });

  it('notices every missing end', () => {
    for (let length = 0; length < whole.length; length++) {
      expect(decodeTable(whole.subarray(0, length), 'made of připojení 1.0').ok).toBe(false);
    }
  });

  it('says which section is missing', () => {
    expect(() => section(SECTIONS, 'absent', 'Uint32Array')).toThrow(/absent/);
    expect(() => section(SECTIONS, 'bytes', 'Uint32Array')).toThrow(/bytes/);
  });
});
