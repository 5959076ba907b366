import { createRequire } from 'node:module';
import { Reader } from 'mmdb-lib';
import { createRangeListBuilder, type RangeList } from './range-list.ts';

// The package is CommonJS, and loaders differ in what they call the default export of such a file.
const { default: Decoder } = createRequire(import.meta.url)(
  'mmdb-lib/lib/decoder.js',
) as typeof import('mmdb-lib/lib/decoder.js');

/** Zero bytes between the search tree and the data (MaxMind DB format 2.0, "Data Section Separator"). */
const SEPARATOR = 16;

/**
 * Reads a whole MaxMind DB (format 2.0) of one address family once, in address order. `value` turns a decoded record into
 * a number other than 0 and is asked once a record. Throws where the tree is of another family or points outside of the file:
 * asking an IPv4 tree about IPv6 would give wrong answers without an error.
 */
export function readMmdb(file: Buffer, family: 4 | 6, value: (record: unknown) => number): RangeList {
  const { metadata } = new Reader(file);
  if (metadata.ipVersion !== family) {
    throw new Error(`the database is for IP version ${metadata.ipVersion}, not ${family}`);
  }
  const { nodeCount, searchTreeSize } = metadata;
  const decoder = new Decoder(file, searchTreeSize + SEPARATOR);
  const values = new Map<number, number>();
  const numberOf = (pointer: number): number => {
    if (pointer === nodeCount) return 0;
    const known = values.get(pointer);
    if (known !== undefined) return known;
    const offset = pointer - nodeCount + searchTreeSize;
    if (offset >= file.length) throw new Error('a pointer leads out of the database');
    const made = value(decoder.decodeFast(offset).value);
    values.set(pointer, made);
    return made;
  };
  const builder = createRangeListBuilder(family === 4 ? 1 : 4, nodeCount);
  walk(file, metadata, family === 4 ? 1 : 4, (start, pointer) => builder.add(start, numberOf(pointer)));
  return builder.list();
}

interface Tree {
  readonly nodeCount: number;
  readonly nodeByteSize: number;
  readonly recordSize: number;
}

/** Visits the leaves of the tree from the lowest address to the highest, without recursion. */
function walk(
  file: Buffer,
  tree: Tree,
  words: 1 | 4,
  leaf: (start: Uint32Array, pointer: number) => void,
): void {
  const { nodeCount, nodeByteSize } = tree;
  const deepest = words * 32;
  const [left, right] = sides(file, tree.recordSize);
  const start = new Uint32Array(words);
  // For each depth: the right half that is still to be visited, 0 where none is (nothing points back to the root).
  const waiting = new Uint32Array(deepest);
  let pointer = 0;
  let depth = 0;
  for (;;) {
    while (pointer < nodeCount) {
      if (depth === deepest) throw new Error('the tree is deeper than its addresses are long');
      waiting[depth++] = right(pointer * nodeByteSize);
      pointer = left(pointer * nodeByteSize);
    }
    leaf(start, pointer);
    while (depth > 0 && waiting[depth - 1] === 0) setBit(start, --depth, false);
    if (depth === 0) return;
    pointer = waiting[depth - 1] ?? 0;
    waiting[depth - 1] = 0;
    setBit(start, depth - 1, true);
  }
}

function setBit(words: Uint32Array, bit: number, on: boolean): void {
  const mask = 1 << (31 - (bit & 31));
  const word = words[bit >> 5] ?? 0;
  words[bit >> 5] = on ? word | mask : word & ~mask;
}

type Side = (offset: number) => number;

/** How a node's two pointers are packed (MaxMind DB format 2.0, "Node Layout"). */
function sides(file: Buffer, recordSize: number): readonly [Side, Side] {
  const byte = (offset: number): number => file[offset] as number;
  const three = (offset: number): number => (byte(offset) << 16) | (byte(offset + 1) << 8) | byte(offset + 2);
  if (recordSize === 24) return [three, (offset) => three(offset + 3)];
  if (recordSize === 28) {
    return [
      (offset) => ((byte(offset + 3) & 0xf0) << 20) | three(offset),
      (offset) => ((byte(offset + 3) & 0x0f) << 24) | three(offset + 4),
    ];
  }
  if (recordSize === 32)
    return [(offset) => file.readUInt32BE(offset), (offset) => file.readUInt32BE(offset + 4)];
  throw new Error(`records of ${recordSize} bits are not part of the format`);
}
