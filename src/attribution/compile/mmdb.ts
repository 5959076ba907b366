import { Reader } from 'mmdb-lib';
import { createRangeListBuilder, type RangeList } from '../tables/range-list.ts';
import { BoundedDecoder, checkMetadata } from './bounded-decoder.ts';

/** Zero bytes between the search tree and the data (MaxMind DB format 2.0, "Data Section Separator"). */
const SEPARATOR = 16;

/**
 * `combined`: an IPv6 tree that has all of IPv4 in `::/96`, as MaxMind and DB-IP publish them; `single`: one
 * family.
 */
export type MmdbLayout = 'single' | 'combined';

/**
 * Reads one address family of a whole MaxMind DB (format 2.0) once, in address order. `value` turns a decoded
 * record into a number other than 0 and is asked once a record. Throws where the tree is of another family or
 * points outside of the file: asking an IPv4 tree about IPv6 would give wrong answers without an error. Of a
 * combined tree's IPv6 only 2000::/3 is read.
 */
export function readMmdb(
  file: Buffer,
  family: 4 | 6,
  value: (record: unknown) => number,
  layout: MmdbLayout = 'single',
): RangeList {
  checkMetadata(file);
  const { metadata } = new Reader(file);
  const version = layout === 'combined' ? 6 : family;
  if (metadata.ipVersion !== version) {
    throw new Error(`the database is for IP version ${metadata.ipVersion}, not ${version}`);
  }
  const { nodeCount, searchTreeSize } = metadata;
  if (!(nodeCount > 0) || searchTreeSize + SEPARATOR > file.length) {
    throw new Error('the search tree is longer than the file');
  }
  const decoder = new BoundedDecoder(file, searchTreeSize + SEPARATOR);
  const values = new Map<number, number>();
  const numberOf = (pointer: number): number => {
    if (pointer === nodeCount) return 0;
    const known = values.get(pointer);
    if (known !== undefined) return known;
    const offset = pointer - nodeCount + searchTreeSize;
    if (offset >= file.length) throw new Error('a pointer leads out of the database');
    const made = value(decoder.record(offset));
    values.set(pointer, made);
    return made;
  };
  const builder = createRangeListBuilder(family === 4 ? 1 : 4, nodeCount);
  walk(createTree(file, metadata, layout), family, (start, pointer) => builder.add(start, numberOf(pointer)));
  if (layout === 'combined' && family === 6) builder.add(AFTER_GLOBAL_UNICAST, 0);
  return builder.list();
}

/**
 * 2000::/3 is all of IPv6 that is in use (RFC 4291, 2.4), and holds none of a combined tree's IPv4 but for
 * aliases.
 */
const GLOBAL_UNICAST = [false, false, true];
const AFTER_GLOBAL_UNICAST = [0x40000000, 0, 0, 0];
const IPV4_IN_IPV6 = Array.from({ length: 96 }, () => false);

interface Tree {
  readonly nodeCount: number;
  readonly left: Side;
  readonly right: Side;
  readonly layout: MmdbLayout;
}

function createTree(
  file: Buffer,
  { nodeCount, nodeByteSize, recordSize }: { nodeCount: number; nodeByteSize: number; recordSize: number },
  layout: MmdbLayout,
): Tree {
  const [left, right] = sides(file, recordSize);
  return {
    nodeCount,
    left: (node) => left(node * nodeByteSize),
    right: (node) => right(node * nodeByteSize),
    layout,
  };
}

/** Visits the leaves of the tree from the lowest address to the highest, without recursion. */
function walk(tree: Tree, family: 4 | 6, leaf: (start: Uint32Array, pointer: number) => void): void {
  const { nodeCount, left, right } = tree;
  const combined = tree.layout === 'combined';
  const deepest = family === 4 ? 32 : 128;
  const start = new Uint32Array(deepest / 32);
  // Teredo and 6to4 lead back into the tree's IPv4 part (format 2.0, "IPv4 addresses in an IPv6 tree").
  const alias = combined && family === 6 ? descend(tree, IPV4_IN_IPV6) : -1;
  const path = combined && family === 6 ? GLOBAL_UNICAST : [];
  let pointer = combined ? descend(tree, family === 4 ? IPV4_IN_IPV6 : GLOBAL_UNICAST) : 0;
  for (const [bit, on] of path.entries()) setBit(start, bit, on);
  const top = path.length;
  // For each depth: the right half that is still to be visited, 0 where none is (nothing points back to the
  // root).
  const waiting = new Uint32Array(deepest);
  let depth = top;
  let leaves = 0;
  for (;;) {
    while (pointer < nodeCount && pointer !== alias) {
      if (depth === deepest) throw new Error('the tree is deeper than its addresses are long');
      waiting[depth++] = right(pointer);
      pointer = left(pointer);
    }
    // Nodes that share their halves could make a small file walk for years.
    if (leaves++ > nodeCount) throw new Error('the tree has more leaves than its nodes can');
    leaf(start, Math.max(pointer, nodeCount));
    while (depth > top && waiting[depth - 1] === 0) setBit(start, --depth, false);
    if (depth === top) return;
    pointer = waiting[depth - 1] ?? 0;
    waiting[depth - 1] = 0;
    setBit(start, depth - 1, true);
  }
}

/** Where a path of bits leads from the root. */
function descend({ nodeCount, left, right }: Tree, path: readonly boolean[]): number {
  let pointer = 0;
  for (const bit of path) {
    if (pointer >= nodeCount) return pointer;
    pointer = bit ? right(pointer) : left(pointer);
  }
  return pointer;
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
