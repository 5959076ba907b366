import { Duplex } from 'node:stream';
import type { TLSSocket } from 'node:tls';

/*
 * Even in its lenient mode, Node's parser refuses heads that browsers and curl accept. RFC 9112, 2.2, lets a
 * recipient be robust, so such heads are rewritten here into valid ones.
 */

/** The empty line at the end of a head. */
const HEAD_END = /\r?\n\r?\n/;
const LONGEST_HEAD_END = 4;
/** Any version, any space and either letter case, as curl reads it. */
const STATUS_LINE = /^HTTP\/[0-9](?:\.[0-9])?[ \t]+([0-9]{3})(?![0-9])/i;
/** A token, a colon and a value (RFC 9110, 5.1 and 5.6.2); some servers send spaces before the colon. */
const FIELD = /^([!#$%&'*+.^_`|~0-9a-z-]+)[ \t]*:(.*)$/is;
/** Length of a body in bytes. More digits are a mistake. */
const LENGTH = /^[0-9]{1,15}$/;
/** Another response follows (RFC 9110, 15.2), except after 101, which leaves HTTP. */
const INTERIM = /^HTTP\/1\.1 1(?!01)/;

/**
 * A connection for one request, on which heads are mended before they are parsed. A head over `maxBytes` is
 * passed on as it is, for the parser to refuse.
 */
export function mendHeads(socket: TLSSocket, maxBytes: number): Duplex {
  const mend = createHeadMender(maxBytes);
  const mended = new Duplex({
    read: () => void socket.resume(),
    write: (chunk, _encoding, done) => void socket.write(chunk, done),
    final: (done) => void socket.end(done),
    destroy(error, done) {
      socket.destroy(error ?? undefined);
      done(error);
    },
  });
  const pass = (pieces: readonly Buffer[]) => {
    for (const piece of pieces) if (!mended.push(piece)) socket.pause();
  };
  socket.on('data', (chunk: Buffer) => pass(mend(chunk)));
  socket.on('end', () => {
    pass(mend(null));
    mended.push(null);
  });
  socket.on('error', (error) => mended.destroy(error));
  socket.on('close', () => mended.destroy());
  socket.on('timeout', () => mended.emit('timeout'));
  // The only method of a socket, beside those of a stream, that Node's requests call.
  return Object.assign(mended, {
    setTimeout: (ms: number, listener?: () => void) => void socket.setTimeout(ms, listener),
  });
}

/** Takes what comes, null at its end, and gives what the parser is to read. */
export function createHeadMender(maxBytes: number): (chunk: Buffer | null) => readonly Buffer[] {
  let held: Buffer[] = [];
  let length = 0;
  /** The last of what is held, in which a head end may have begun. */
  let tail = '';
  let isBody = false;

  const release = (): readonly Buffer[] => {
    const all = held;
    held = [];
    length = 0;
    tail = '';
    return all;
  };
  const take = (chunk: Buffer | null): readonly Buffer[] => {
    if (chunk === null) return release();
    if (isBody) return [chunk];
    const recent = tail + chunk.toString('latin1');
    const found = HEAD_END.exec(recent);
    held.push(chunk);
    length += chunk.length;
    tail = recent.slice(1 - LONGEST_HEAD_END);
    if (found === null) {
      isBody = length > maxBytes;
      return isBody ? release() : [];
    }
    const end = length - recent.length + found.index + found[0].length;
    const all = Buffer.concat(release());
    const head = mendHead(all.toString('latin1', 0, end));
    const rest = all.subarray(end);
    isBody = !INTERIM.test(head);
    return [Buffer.from(head, 'latin1'), ...(rest.length > 0 ? take(rest) : [])];
  };
  return take;
}

/**
 * A head, octet for character, with its empty line. What has no status line of HTTP is given back as it is.
 */
export function mendHead(head: string): string {
  const [first = '', ...lines] = head.replace(HEAD_END, '').split(/\r?\n/);
  const code = STATUS_LINE.exec(first)?.[1];
  if (code === undefined) return head;
  const fields = fieldsOf(lines);
  return [
    `HTTP/1.1 ${code} `,
    ...withOneLength(fields).map(([name, value]) => `${name}: ${value}`),
    '',
    '',
  ].join('\r\n');
}

type Field = readonly [name: string, value: string];

/** The lines that are fields, folded ones joined (RFC 9112, 5.2). Browsers pass over the others as well. */
function fieldsOf(lines: readonly string[]): readonly Field[] {
  const joined: string[] = [];
  for (const line of lines) {
    if (/^[ \t]/.test(line) && joined.length > 0) joined.push(`${joined.pop()} ${line.trim()}`);
    else joined.push(line);
  }
  return joined.flatMap((line): readonly Field[] => {
    const [, name, value] = FIELD.exec(line) ?? [];
    // A carriage return by itself counts as a space (RFC 9112, 2.2).
    return name === undefined || value === undefined ? [] : [[name, value.replaceAll('\r', ' ').trim()]];
  });
}

/**
 * A length that is said more than once counts once (RFC 9110, 8.6), and what is no number does not count: the
 * body ends with the connection then. Lengths that contradict one another remain, for the parser to refuse.
 */
function withOneLength(fields: readonly Field[]): readonly Field[] {
  const isLength = ([name]: Field) => name.toLowerCase() === 'content-length';
  const lengths = fields.filter(isLength).flatMap(([, value]) => value.split(',').map((each) => each.trim()));
  const distinct = [...new Set(lengths.filter((each) => LENGTH.test(each)).map(Number))];
  return [
    ...fields.filter((field) => !isLength(field)),
    ...distinct.map((each): Field => ['Content-Length', String(each)]),
  ];
}
