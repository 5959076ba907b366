import { endianness } from 'node:os';
import { crc32 } from 'node:zlib';

/**
 * A compiled table on disk: magic, header length, a JSON header, then typed arrays, each on a multiple of 8 bytes, then a
 * CRC-32 of everything before it. Reading makes views, it copies nothing.
 */
export type Sections = Readonly<Record<string, Section>>;
export type Section = Uint8Array | Uint16Array | Int16Array | Uint32Array;

/** Raised by one whenever the layout or the meaning of a section changes, so that older files are compiled anew. */
export const TABLE_FORMAT = 3;

const MAGIC = Buffer.from('whotable', 'latin1');
const ALIGNMENT = 8;
const TYPES = { Uint8Array, Uint16Array, Int16Array, Uint32Array } as const;
type TypeName = keyof typeof TYPES;

interface Header {
  readonly format: number;
  readonly endianness: string;
  readonly source: string;
  readonly sections: readonly {
    readonly name: string;
    readonly type: TypeName;
    readonly offset: number;
    readonly length: number;
  }[];
}

export type ReadTable =
  | { readonly ok: true; readonly sections: Sections }
  | { readonly ok: false; readonly problem: string };

/** `source` says exactly what the table was made of; a file made of something else is not read. */
export function encodeTable(source: string, sections: Sections): Buffer {
  const layout = (base: number) => {
    let offset = base;
    return Object.entries(sections).map(([name, array]) => {
      const at = offset;
      offset = align(offset + array.byteLength);
      return { name, type: typeName(array), offset: at, length: array.length };
    });
  };
  const size = Object.values(sections).reduce((sum, array) => sum + align(array.byteLength), 0);
  // The header holds offsets that depend on its own length, so it gets the room that the largest offsets would take.
  const room = align(MAGIC.length + 4 + headerText(source, layout(0xffffffff)).length);
  const bytes = room + size + 4;
  const buffer = Buffer.alloc(bytes);
  const text = headerText(source, layout(room));
  MAGIC.copy(buffer);
  buffer.writeUInt32LE(text.length, MAGIC.length);
  text.copy(buffer, MAGIC.length + 4);
  let offset = room;
  for (const array of Object.values(sections)) {
    buffer.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), offset);
    offset = align(offset + array.byteLength);
  }
  buffer.writeUInt32LE(crc32(buffer.subarray(0, bytes - 4)), bytes - 4);
  return buffer;
}

export function decodeTable(buffer: Buffer, source: string): ReadTable {
  const problem = (text: string): ReadTable => ({ ok: false, problem: text });
  if (buffer.length < MAGIC.length + 8 || !buffer.subarray(0, MAGIC.length).equals(MAGIC))
    return problem('not a table');
  if (buffer.readUInt32LE(buffer.length - 4) !== crc32(buffer.subarray(0, buffer.length - 4)))
    return problem('damaged');
  const start = MAGIC.length + 4;
  const header: Header = JSON.parse(
    buffer.toString('utf8', start, start + buffer.readUInt32LE(MAGIC.length)),
  );
  if (header.format !== TABLE_FORMAT) return problem('of another format');
  if (header.endianness !== endianness()) return problem('of another byte order');
  if (header.source !== source) return problem('made of other data');
  // Small files come out of Node's shared pool at any offset; typed arrays need theirs aligned.
  const aligned = buffer.byteOffset % ALIGNMENT === 0 ? buffer : new Uint8Array(buffer);
  const sections: Record<string, Section> = {};
  for (const { name, type, offset, length } of header.sections) {
    sections[name] = new TYPES[type](aligned.buffer as ArrayBuffer, aligned.byteOffset + offset, length);
  }
  return { ok: true, sections };
}

/** A section that the table must have; its absence or another type is a bug, as the format version is the same. */
export function section<T extends TypeName>(
  sections: Sections,
  name: string,
  type: T,
): InstanceType<(typeof TYPES)[T]> {
  const found = sections[name];
  if (!(found instanceof TYPES[type])) throw new TypeError(`table has no section ${name} of type ${type}`);
  return found as InstanceType<(typeof TYPES)[T]>;
}

function headerText(source: string, sections: Header['sections']): Buffer {
  const header: Header = { format: TABLE_FORMAT, endianness: endianness(), source, sections };
  return Buffer.from(JSON.stringify(header), 'utf8');
}

function typeName(array: Section): TypeName {
  return array.constructor.name as TypeName;
}

function align(offset: number): number {
  return Math.ceil(offset / ALIGNMENT) * ALIGNMENT;
}
