import { crc32 } from 'node:zlib';

const SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex');

/** Width and height of a PNG whose chunks are all complete; null for anything else. */
export function readPng(bytes: Buffer): { readonly width: number; readonly height: number } | null {
  if (!bytes.subarray(0, 8).equals(SIGNATURE)) return null;
  for (let at = 8; at + 12 <= bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    const end = at + 8 + length;
    if (end + 4 > bytes.length || bytes.readUInt32BE(end) !== crc32(bytes.subarray(at + 4, end))) return null;
    if (bytes.toString('latin1', at + 4, at + 8) === 'IEND') {
      return end + 4 === bytes.length
        ? { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) }
        : null;
    }
    at = end + 4;
  }
  return null;
}
