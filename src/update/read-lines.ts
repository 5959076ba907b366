import { type FileHandle, open } from 'node:fs/promises';
import { StringDecoder } from 'node:string_decoder';
import { DataError } from '../model/expected-errors.ts';

const LONGEST_LINE = 4096;
const WRITE_AT = 1 << 20;

/**
 * The lines of each chunk as it arrives, without line ends.
 *
 * @throws {DataError} for a line that is too long
 */
export async function* linesOf(data: AsyncIterable<Buffer>): AsyncGenerator<readonly string[]> {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  for await (const chunk of data) {
    const lines = (rest + decoder.write(chunk)).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > LONGEST_LINE) throw new DataError(`a line of more than ${LONGEST_LINE} characters`);
    yield lines.map(withoutReturn);
  }
  const last = withoutReturn(rest + decoder.end());
  if (last !== '') yield [last];
}

function withoutReturn(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line;
}

/** A text file that is written line by line. */
export interface LineWriter {
  readonly rows: number;
  add(line: string): void;
  /** Writes the buffered lines if there are enough of them. Call it regularly to bound the memory. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

export async function createLineWriter(path: string): Promise<LineWriter> {
  const handle: FileHandle = await open(path, 'wx');
  let waiting: string[] = [];
  let length = 0;
  let rows = 0;
  const write = async () => {
    const text = waiting.join('');
    waiting = [];
    length = 0;
    await handle.writeFile(text);
  };
  return {
    get rows() {
      return rows;
    },
    add(line) {
      waiting.push(line, '\n');
      length += line.length + 1;
      rows++;
    },
    async flush() {
      if (length >= WRITE_AT) await write();
    },
    async close() {
      try {
        await write();
      } finally {
        await handle.close();
      }
    },
  };
}
