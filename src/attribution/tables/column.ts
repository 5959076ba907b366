/** The arrays that tables consist of. */
export type NumberArray = Uint8Array | Uint16Array | Int16Array | Uint32Array;

/**
 * Numbers in blocks, each of which is loaded when it is first asked for. Tables have tens of megabytes, and a
 * look-up needs a few kilobytes of them.
 */
export interface TableColumn<T extends NumberArray = NumberArray> {
  readonly length: number;
  /** All numbers in one piece, once enough of them were used; null until then. */
  readonly whole: T | null;
  /** Numbers in a block, as a power of two; the last block may have fewer. */
  readonly shift: number;
  /** Those that are loaded. */
  readonly blocks: readonly (T | undefined)[];
  /** The numbers of a block, which it puts among those that are loaded. */
  load(block: number): T;
}

/** A column of which blocks come and go. */
export interface OpenColumn<T extends NumberArray = NumberArray> extends TableColumn<T> {
  whole: T | null;
  readonly blocks: (T | undefined)[];
}

/** One block, whatever the index. */
const WHOLE_SHIFT = 31;

/** A column that is in memory as a whole. */
export function wholeColumn<T extends NumberArray>(numbers: T): TableColumn<T> {
  const { length } = numbers;
  return createColumn({ length, whole: numbers, shift: WHOLE_SHIFT, blocks: [numbers], load: () => numbers });
}

/** All columns are made here, because an access to objects of one shape is the quickest. */
export function createColumn<T extends NumberArray>({
  length,
  whole,
  shift,
  blocks,
  load,
}: OpenColumn<T>): OpenColumn<T> {
  return { length, whole, shift, blocks, load };
}

/**
 * The number at an index below the column's length. There is one function for each width, as engines compile
 * an access to one kind of array to the fewest instructions.
 */
export function wordAt(column: TableColumn<Uint32Array>, index: number): number {
  const { whole } = column;
  return whole === null ? inBlock(column, index) : (whole[index] as number);
}

/** As {@link wordAt}, of 16 bits. */
export function shortAt(column: TableColumn<Uint16Array>, index: number): number {
  const { whole } = column;
  return whole === null ? inBlock(column, index) : (whole[index] as number);
}

function inBlock(column: TableColumn, index: number): number {
  const block = index >>> column.shift;
  return (column.blocks[block] ?? column.load(block))[index & ((1 << column.shift) - 1)] as number;
}

/** The bytes from an index to another, which may lie in several blocks. */
export function bytesBetween(column: TableColumn<Uint8Array>, from: number, to: number): Buffer {
  const { whole, shift, blocks } = column;
  if (whole !== null) return Buffer.from(whole.buffer, whole.byteOffset + from, to - from);
  const parts: Buffer[] = [];
  for (let at = from; at < to; ) {
    const block = at >>> shift;
    const loaded = blocks[block] ?? column.load(block);
    const start = at & ((1 << shift) - 1);
    const part = loaded.subarray(start, start + to - at);
    parts.push(Buffer.from(part.buffer, part.byteOffset, part.length));
    at += part.length;
  }
  return parts.length === 1 ? (parts[0] as Buffer) : Buffer.concat(parts);
}
