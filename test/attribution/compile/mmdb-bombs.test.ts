import { describe, expect, it } from 'vitest';
import { readMmdb } from '../../../src/attribution/compile/mmdb.ts';
import { writeMmdb } from '../../update/mmdb-writer.ts';

/** A pointer of the 32-bit form to a place in the data section (format 2.0, "pointer"). */
function pointer(to: number): Buffer {
  const bytes = Buffer.from([0b00111000, 0, 0, 0, 0]);
  bytes.writeUInt32BE(to, 1);
  return bytes;
}

/** A map or an array of so many pointers to the same place. */
const pair = (to: number) => Buffer.concat([Buffer.from([0b00000010, 4]), pointer(to), pointer(to)]);

/** The data section of a sound small database exchanged for another one. */
function withData(data: Buffer): Buffer {
  const sound = writeMmdb({ ipVersion: 4, records: [['0.0.0.0/1', 'x']] });
  const marker = sound.indexOf(Buffer.from('\xab\xcd\xefMaxMind.com', 'latin1'));
  const start = sound.indexOf(Buffer.from([0b01000001, 'x'.charCodeAt(0)]));
  return Buffer.concat([sound.subarray(0, start), data, sound.subarray(marker)]);
}

/** Each level stands for two of the next: 2 ** levels values. */
const doubling = (levels: number) =>
  Buffer.concat([
    ...Array.from({ length: levels }, (_, level) => pair((level + 1) * 12)),
    Buffer.from([0b01000001, 0x61]),
  ]);
const circle = () => Buffer.concat([pair(0)]);
const longString = (bytes: number) => {
  const head = Buffer.from([0b01011111, 0, 0, 0]);
  head.writeUIntBE(bytes - 65_821, 1, 3);
  return Buffer.concat([head, Buffer.alloc(bytes, 0x61)]);
};

// One that was read as a whole would not end within anybody's life.
describe('a small MaxMind DB that stands for a large one', () => {
  it.each([
    ['a sound record', Buffer.from([0b01000001, 0x61]), null],
    ['eight levels of pairs', doubling(8), null],
    ['forty levels of pairs', doubling(40), /more values/],
    ['a record within itself', circle(), /more values/],
    ['a pointer to itself', pointer(0), /more values/],
    ['a string of 1 MB', longString(1_000_000), /longer/],
    ['a map without an end', Buffer.from([0b11111111, 0xff, 0xff, 0xff]), /./],
  ] as const)('%s', (_what, data, problem) => {
    const read = () => readMmdb(withData(Buffer.from(data)), 4, () => 1);
    if (problem === null) expect(read().count).toBeGreaterThan(0);
    else expect(read).toThrow(problem);
  });

  it('in its metadata', () => {
    const marker = Buffer.from('\xab\xcd\xefMaxMind.com', 'latin1');
    expect(() => readMmdb(Buffer.concat([Buffer.alloc(100), marker, doubling(40)]), 4, () => 1)).toThrow(
      /more values/,
    );
  });
});
