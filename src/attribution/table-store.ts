import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { decodeTable, encodeTable, type Sections, TABLE_FORMAT } from './table-file.ts';

export interface TableRequest {
  /** Folder of compiled tables; made when it is not there. */
  readonly dir: string;
  /** Such as `as` or `location-ipv4`. */
  readonly name: string;
  /** Version of the source as a part of the file name. */
  readonly version: string;
  /** What exactly the table is made of; when it changes, the table is compiled anew. */
  readonly source: string;
  readonly compile: () => Promise<Sections>;
  readonly onProgress: (message: string) => void;
}

/**
 * A compiled table: read from its file where that is whole and made of the same source, compiled and written otherwise.
 * A folder that cannot be written costs a compilation at each start and is said, no more.
 */
export async function openTable(request: TableRequest): Promise<Sections> {
  const { dir, name, source, onProgress } = request;
  const file = `${name}-${request.version}-f${TABLE_FORMAT}.bin`;
  const found = await read(join(dir, file), source);
  if (found.ok) return found.sections;
  onProgress(
    found.problem === null
      ? `compiling table ${name}`
      : `compiling table ${name}: ${file} is ${found.problem}`,
  );
  const bytes = encodeTable(source, await request.compile());
  try {
    write(dir, file, bytes);
    removeOthers(dir, name, file);
  } catch (error) {
    onProgress(`table ${name} is kept in memory only: ${error instanceof Error ? error.message : error}`);
  }
  const made = decodeTable(bytes, source);
  if (!made.ok) throw new Error(`table ${name} is ${made.problem} right after it was made`);
  return made.sections;
}

type Read =
  | { readonly ok: true; readonly sections: Sections }
  | { readonly ok: false; readonly problem: string | null };

/** In one piece on another thread, so that several tables are read at once; `problem` is null where there is no file. */
async function read(path: string, source: string): Promise<Read> {
  try {
    const handle = await open(path);
    try {
      const bytes = Buffer.allocUnsafeSlow((await handle.stat()).size);
      let filled = 0;
      for (let got = -1; filled < bytes.length && got !== 0; filled += got) {
        got = (await handle.read(bytes, filled)).bytesRead;
      }
      return decodeTable(bytes.subarray(0, filled), source);
    } finally {
      await handle.close();
    }
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    return { ok: false, problem: missing ? null : 'not readable' };
  }
}

/** Readers see the old file or the whole new one, also after a power cut: written beside, synced, renamed, folder synced. */
function write(dir: string, file: string, bytes: Buffer): void {
  mkdirSync(dir, { recursive: true });
  const temporary = join(dir, `.${file}.${process.pid}.tmp`);
  try {
    const handle = openSync(temporary, 'w');
    try {
      for (let at = 0; at < bytes.length; ) at += writeSync(handle, bytes, at);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(temporary, join(dir, file));
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
  const folder = openSync(dir, 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

/** Tables of older sources are of no use any more. */
function removeOthers(dir: string, name: string, file: string): void {
  for (const other of readdirSync(dir)) {
    if (other !== file && /-f\d+\.bin$/.test(other) && other.startsWith(`${name}-`))
      rmSync(join(dir, other), { force: true });
  }
}
