import { endianness } from 'node:os';
import { crc32 } from 'node:zlib';
import { createColumn, type NumberArray, type TableColumn } from './column.ts';

/**
 * A compiled table on disk: magic, length and CRC-32 of a JSON header, the header, then typed arrays, each on
 * a multiple of 8 bytes. The header has the CRC-32 of every block of every array, so that a block can be read
 * and checked alone.
 */
export type Sections = Readonly<Record<string, NumberArray>>;
/** The sections of an opened table. */
export type Columns = Readonly<Record<string, { readonly type: TypeName; readonly column: TableColumn }>>;

/**
 * Raised by one whenever the layout or the meaning of a section changes, so that older files are compiled
 * again.
 */
export const TABLE_FORMAT = 6;

/** A power of two. A block is read in some 10 us, and a whole table has a thousand. */
const BLOCK_BYTES = 65_536;
const MAGIC = Buffer.from('whotable', 'latin1');
/** Magic, length of the header, its CRC-32. */
const PREAMBLE = MAGIC.length + 8;
const ALIGNMENT = 8;
const TYPES = { Uint8Array, Uint16Array, Int16Array, Uint32Array } as const;
type TypeName = keyof typeof TYPES;

interface StoredSection {
  readonly name: string;
  readonly type: TypeName;
  /** From the end of the header, aligned. */
  readonly offset: number;
  readonly length: number;
  /** CRC-32 of each block. */
  readonly checksums: readonly number[];
}

interface Header {
  readonly format: number;
  readonly endianness: string;
  readonly source: string;
  readonly blockBytes: number;
  /** Of all sections, after the header. */
  readonly bytes: number;
  readonly sections: readonly StoredSection[];
}

/**
 * Bytes of a table file; fewer than asked for where the file ends. They begin at a multiple of 8 in their
 * buffer.
 */
export type ReadBytes = (position: number, length: number) => Uint8Array;

/** Makes a table again that was found damaged, from the same source: the whole file. */
export type Repair = (problem: string) => Buffer;

export type OpenedTable =
  | { readonly ok: true; readonly columns: Columns; readonly age: AgeBlocks }
  | { readonly ok: false; readonly problem: string };

/** Drops the blocks that were not used since the last call but one, and says whether any are left. */
export type AgeBlocks = () => boolean;

/**
 * `source` says exactly what the table was made of; a file made of something else is not read. `blockBytes`
 * is a power of two of at least 8.
 */
export function encodeTable(source: string, sections: Sections, blockBytes = BLOCK_BYTES): Buffer {
  let size = 0;
  const stored = Object.entries(sections).map(([name, array]): StoredSection => {
    const bytes = bytesOf(array);
    const offset = size;
    size += align(bytes.length);
    const checksums = Array.from({ length: Math.ceil(bytes.length / blockBytes) }, (_, block) =>
      crc32(bytes.subarray(block * blockBytes, (block + 1) * blockBytes)),
    );
    return { name, type: array.constructor.name as TypeName, offset, length: array.length, checksums };
  });
  const header: Header = {
    format: TABLE_FORMAT,
    endianness: endianness(),
    source,
    blockBytes,
    bytes: size,
    sections: stored,
  };
  const text = Buffer.from(JSON.stringify(header), 'utf8');
  const start = align(PREAMBLE + text.length);
  const buffer = Buffer.alloc(start + size);
  MAGIC.copy(buffer);
  buffer.writeUInt32LE(text.length, MAGIC.length);
  buffer.writeUInt32LE(crc32(text), MAGIC.length + 4);
  text.copy(buffer, PREAMBLE);
  for (const { name, offset } of stored) buffer.set(bytesOf(sections[name] as NumberArray), start + offset);
  return buffer;
}

/**
 * Opens a table of `size` bytes without reading more than its header. Where a block turns out damaged later,
 * the table is read from what `repair` makes.
 */
export function openTableFile(size: number, read: ReadBytes, source: string, repair: Repair): OpenedTable {
  const found = readHeader(size, read, source);
  if (!found.ok) return found;
  const { header, start, checksum } = found;
  let readNow = read;
  const repairOnce = (problem: string): void => {
    const made = repair(problem);
    readNow = bytesIn(made);
    const again = readHeader(made.length, readNow, source);
    if (!again.ok || again.checksum !== checksum) throw new Error('a table made again is another one');
  };
  const opened = header.sections.map((stored) => {
    const { name, type } = stored;
    const readBlock = (block: number, bytes: number): Uint8Array => {
      const position = start + stored.offset + block * header.blockBytes;
      for (let repaired = false; ; repaired = true) {
        const loaded = readNow(position, bytes);
        if (loaded.length === bytes && crc32(loaded) === stored.checksums[block]) return loaded;
        if (repaired) throw new Error(`table section ${name} is damaged right after it was made`);
        repairOnce('damaged');
      }
    };
    return { name, type, ...openColumn(type, stored.length, header.blockBytes, readBlock) };
  });
  return {
    ok: true,
    columns: Object.fromEntries(opened.map(({ name, type, column }) => [name, { type, column }])),
    // Every column ages, also where the first has blocks left.
    age: () => opened.map(({ age }) => age()).includes(true),
  };
}

/** How a table in memory is read. */
export function bytesIn(buffer: Buffer): ReadBytes {
  return (position, length) => new Uint8Array(buffer.subarray(position, position + length));
}

/** A section that the table must have; its absence or another type is a bug, as the format is the same. */
export function section<T extends TypeName>(
  columns: Columns,
  name: string,
  type: T,
): TableColumn<InstanceType<(typeof TYPES)[T]>> {
  const found = columns[name];
  if (found?.type !== type) throw new TypeError(`table has no section ${name} of type ${type}`);
  return found.column as TableColumn<InstanceType<(typeof TYPES)[T]>>;
}

function openColumn(
  type: TypeName,
  length: number,
  blockBytes: number,
  readBlock: (block: number, bytes: number) => Uint8Array,
): { readonly column: TableColumn; readonly age: AgeBlocks } {
  const { BYTES_PER_ELEMENT: width } = TYPES[type];
  const size = blockBytes / width;
  const count = Math.ceil(length / size);
  const blocks = new Array<NumberArray | undefined>(count);
  /** What was loaded before the last turn. */
  const aged = { whole: null as NumberArray | null, blocks: new Array<NumberArray | undefined>(count) };
  let loaded = 0;

  const sizeOf = (block: number): number => Math.min(size, length - block * size);
  const numbersOf = (block: number): NumberArray => {
    const kept = blocks[block] ?? aged.blocks[block];
    if (kept !== undefined) return kept;
    const bytes = readBlock(block, sizeOf(block) * width);
    return new TYPES[type](bytes.buffer as ArrayBuffer, bytes.byteOffset, sizeOf(block));
  };
  const readWhole = (): NumberArray => {
    const whole = new TYPES[type](length);
    for (let block = 0; block < count; block++) whole.set(numbersOf(block), block * size);
    return whole;
  };
  const keepWhole = (whole: NumberArray): void => {
    column.whole = whole;
    blocks.fill(undefined);
    aged.blocks.fill(undefined);
    aged.whole = null;
    loaded = 0;
  };

  const load = (block: number): NumberArray => {
    if (!(sizeOf(block) > 0)) throw new RangeError(`a table has no block ${block}`);
    // Who asks for half of it asks for the rest, and one piece is read quicker than many.
    if (column.whole === null && (aged.whole !== null || (loaded + 1) * 2 > count)) {
      keepWhole(aged.whole ?? readWhole());
    }
    if (column.whole !== null) return column.whole.subarray(block * size, (block + 1) * size);
    const numbers = numbersOf(block);
    if (blocks[block] === undefined) loaded++;
    blocks[block] = numbers;
    return numbers;
  };
  const column = createColumn<NumberArray>({ length, whole: null, shift: Math.log2(size), blocks, load });
  return {
    column,
    age() {
      aged.whole = column.whole;
      column.whole = null;
      aged.blocks = blocks.slice();
      blocks.fill(undefined);
      loaded = 0;
      return aged.whole !== null || aged.blocks.some((block) => block !== undefined);
    },
  };
}

type FoundHeader =
  | { readonly ok: true; readonly header: Header; readonly start: number; readonly checksum: number }
  | { readonly ok: false; readonly problem: string };

function readHeader(size: number, read: ReadBytes, source: string): FoundHeader {
  const problem = (text: string): FoundHeader => ({ ok: false, problem: text });
  const preamble = Buffer.from(read(0, PREAMBLE));
  if (preamble.length < PREAMBLE || !preamble.subarray(0, MAGIC.length).equals(MAGIC))
    return problem('not a table');
  const length = preamble.readUInt32LE(MAGIC.length);
  const checksum = preamble.readUInt32LE(MAGIC.length + 4);
  if (length > size - PREAMBLE) return problem('damaged');
  const text = read(PREAMBLE, length);
  if (text.length < length || crc32(text) !== checksum) return problem('damaged');
  const header: Header = JSON.parse(Buffer.from(text).toString('utf8'));
  if (header.format !== TABLE_FORMAT) return problem('of another format');
  if (header.endianness !== endianness()) return problem('of another byte order');
  if (header.source !== source) return problem('made of other data');
  const start = align(PREAMBLE + length);
  if (size !== start + header.bytes) return problem('damaged');
  return { ok: true, header, start, checksum };
}

function bytesOf(array: NumberArray): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}

function align(offset: number): number {
  return Math.ceil(offset / ALIGNMENT) * ALIGNMENT;
}
