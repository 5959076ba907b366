import {
  closeSync,
  fstatSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { errorMessage } from '../../text/error-text.ts';
import {
  type AgeBlocks,
  bytesIn,
  type Columns,
  encodeTable,
  type OpenedTable,
  openTableFile,
  type ReadBytes,
  type Repair,
  type Sections,
  TABLE_FORMAT,
} from '../tables/table-file.ts';

/** Blocks that were not used for this long, or twice as long at most, leave the memory. */
const IDLE_MS = 60_000;

export interface TableRequest {
  /** Folder of compiled tables; made when it is not there. */
  readonly dir: string;
  /** Such as `as` or `location-ipv4`. */
  readonly name: string;
  /** Version of the source as a part of the file name. */
  readonly version: string;
  /** What exactly the table is made of; when it changes, the table is compiled again. */
  readonly source: string;
  readonly compile: () => Sections;
  readonly onProgress: (message: string) => void;
}

/**
 * A compiled table: opened in its file where that is of the same source, compiled and written otherwise. A
 * folder that cannot be written costs a compilation at each start, and is reported. A block is read and
 * checked when it is first used; where it is damaged, the table is compiled again then.
 */
export function openTable(request: TableRequest): Columns {
  const { dir, name, source, onProgress } = request;
  const file = `${name}-${request.version}-f${TABLE_FORMAT}.bin`;
  const make: Repair = (problem) => {
    onProgress(`compiling table ${name}${problem === '' ? '' : `: ${file} is ${problem}`}`);
    const bytes = encodeTable(source, request.compile());
    try {
      write(dir, file, bytes);
      removeOthers(dir, name, file);
    } catch (error) {
      onProgress(`table ${name} is kept in memory only: ${errorMessage(error)}`);
    }
    return bytes;
  };
  const found = openFile(join(dir, file), source, make);
  if (found.ok) return found.columns;
  const bytes = make(found.problem);
  const written = openFile(join(dir, file), source, make);
  if (written.ok) return written.columns;
  const kept = openTableFile(bytes.length, bytesIn(bytes), source, make);
  if (!kept.ok) throw new Error(`table ${name} is ${kept.problem} right after it was made`);
  return kept.columns;
}

/** The `problem` of a table whose file does not exist is an empty text. */
function openFile(path: string, source: string, repair: Repair): OpenedTable {
  let handle: number;
  try {
    handle = openSync(path, 'r');
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    return { ok: false, problem: missing ? '' : 'not readable' };
  }
  const read = readerOf(handle);
  const opened = openTableFile(fstatSync(handle).size, read.bytes, source, repair);
  if (opened.ok) read.whenIdle(opened.age);
  return opened;
}

/** Closes files whose tables are no longer reachable: a new attributor does not end the looks of the old. */
const openHandles = new FinalizationRegistry<number>(closeSync);

/** Reads a file and lets go of blocks in time; between two uses of the table no timer runs. */
function readerOf(handle: number): {
  readonly bytes: ReadBytes;
  readonly whenIdle: (age: AgeBlocks) => void;
} {
  let age: AgeBlocks | null = null;
  let timer: NodeJS.Timeout | null = null;
  const check = (): void => {
    if (age?.() === false && timer !== null) {
      clearInterval(timer);
      timer = null;
    }
  };
  const bytes: ReadBytes = (position, length) => {
    timer ??= setInterval(check, IDLE_MS).unref();
    const buffer = new Uint8Array(length);
    let filled = 0;
    for (let got = -1; filled < length && got !== 0; filled += got) {
      got = readSync(handle, buffer, filled, length - filled, position + filled);
    }
    return filled === length ? buffer : buffer.slice(0, filled);
  };
  openHandles.register(bytes, handle);
  return {
    bytes,
    whenIdle: (then) => {
      age = then;
    },
  };
}

/**
 * Readers see the old file or the whole new one, also after a power cut: written beside, synced, renamed,
 * folder synced.
 */
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
