import { crc32, inflateRawSync } from 'node:zlib';

export type Unzipped =
  | { readonly ok: true; readonly content: Buffer }
  | { readonly ok: false; readonly problem: string };

/** Signatures and sizes in bytes: PKWARE APPNOTE 6.3.10, sections 4.3.7, 4.3.12 and 4.3.16. */
const LOCAL = { signature: 0x04034b50, size: 30 };
const CENTRAL = { signature: 0x02014b50, size: 46 };
const END = { signature: 0x06054b50, size: 22 };
const LONGEST_COMMENT = 0xffff;
/** Marks a field whose value is in the ZIP64 record. */
const ELSEWHERE = 0xffffffff;
const ENCRYPTED = 1;
const STORED = 0;
const DEFLATED = 8;

/**
 * Unpacks an archive that contains one file, within `maxBytes`. Any other kind of ZIP is refused. Node's own
 * ZIP API is still experimental, and prints a warning on stderr.
 */
export function unzipSingle(archive: Buffer, maxBytes: number): Unzipped {
  const end = findEnd(archive);
  if (end === null) return no('not a ZIP archive');
  if (archive.readUInt16LE(end + 10) !== 1) return no('not exactly one file');
  const central = archive.readUInt32LE(end + 16);
  if (central + CENTRAL.size > end || archive.readUInt32LE(central) !== CENTRAL.signature)
    return no('no central directory');
  const flags = archive.readUInt16LE(central + 8);
  const method = archive.readUInt16LE(central + 10);
  const checksum = archive.readUInt32LE(central + 16);
  const packed = archive.readUInt32LE(central + 20);
  const size = archive.readUInt32LE(central + 24);
  const local = archive.readUInt32LE(central + 42);
  if ((flags & ENCRYPTED) !== 0) return no('encrypted');
  if ([packed, size, local].includes(ELSEWHERE)) return no('ZIP64');
  if (size > maxBytes) return no('too large');
  if (local + LOCAL.size > central || archive.readUInt32LE(local) !== LOCAL.signature)
    return no('no local header');
  // The lengths of name and extra fields may differ from those in the central directory.
  const start = local + LOCAL.size + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
  if (start + packed > central) return no('cut short');
  const content = unpack(archive.subarray(start, start + packed), method, size);
  if (content === null || content.length !== size) return no('broken');
  return crc32(content) === checksum ? { ok: true, content } : no('wrong checksum');
}

/**
 * Finds the end record. Only a comment may follow it, which may contain anything, so its length must match
 * the rest of the archive.
 */
function findEnd(archive: Buffer): number | null {
  const first = Math.max(0, archive.length - END.size - LONGEST_COMMENT);
  for (let at = archive.length - END.size; at >= first; at -= 1) {
    const comment = archive.length - END.size - at;
    if (archive.readUInt32LE(at) === END.signature && archive.readUInt16LE(at + 20) === comment) return at;
  }
  return null;
}

function unpack(packed: Buffer, method: number, size: number): Buffer | null {
  if (method === STORED) return packed;
  if (method !== DEFLATED) return null;
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(size, 1) });
  } catch {
    return null;
  }
}

function no(problem: string): Unzipped {
  return { ok: false, problem };
}
