import { getHeapStatistics } from 'node:v8';
import { describe, expect, it } from 'vitest';
import { readMention } from '../../src/bot/request/mention-text.ts';
import { readList } from '../../src/lists/list-file.ts';
import { readHostMeta } from '../../src/look/delegate.ts';
import { readNodeInfo } from '../../src/look/nodeinfo.ts';
import { encodeQuery, readDnsReply } from '../../src/net/dns/message.ts';
import { createHeadMender } from '../../src/net/http/mend-head.ts';
import { readRobots } from '../../src/net/http/robots-rules.ts';
import { readHtml } from '../../src/text/html-pieces.ts';
import { parseJson } from '../../src/text/json.ts';
import { printable } from '../../src/text/printable.ts';
import { readSearch } from '../../src/text/search-text.js';

/*
 * Every parser that strangers feed, on inputs that are grown to its limit: time and memory for a byte must
 * not grow with the length. Small inputs have fixed costs, so only growth from the first size on counts.
 */

const KB = 1024;
const FACTOR = 3;
/** Of processor time; some systems count it in steps of 4 or 10 ms. */
const ENOUGH_MS = 40;
/** Below this a measurement is noise. */
const LEAST_MS = 4;
/** Bytes of memory for a byte of input, all taken together; a string of its own for each takes about 50. */
const MOST_MEMORY = 1_000;
/** What V8 takes by itself meanwhile. */
const LEAST_BYTES = 256 * KB;

interface Subject {
  readonly parse: (text: string) => unknown;
  /** The byte limit that callers keep, or one that is large enough to show growth. */
  readonly limit: number;
  readonly inputs: Readonly<Record<string, (size: number) => string>>;
}

const repeat = (part: string) => (size: number) => part.repeat(Math.ceil(size / part.length)).slice(0, size);
const after =
  (start: string, part: string, end = '') =>
  (size: number) =>
    start + repeat(part)(Math.max(size - start.length - end.length, 0)) + end;
const rows =
  (row: (index: number) => string, start = '') =>
  (size: number) => {
    const all = [start];
    for (let length = 0, index = 0; length < size; index++)
      length += all[all.push(row(index)) - 1]?.length ?? 0;
    return all.join('');
  };
const list = (text: string) => readList(new TextEncoder().encode(text), 'list');

const SUBJECTS: Readonly<Record<string, Subject>> = {
  'robots.txt': {
    parse: (text) => readRobots(text, 'whohosts').allows(`/${'a'.repeat(2000)}`),
    limit: 500 * KB,
    inputs: {
      'agents over rules': (size) => repeat('User-agent:a\n')(size / 2) + repeat('Disallow:/b\n')(size / 2),
      stars: after('User-agent:*\nDisallow:/', '*a', 'b'),
      rules: rows((index) => `Disallow: /*${index}\n`, 'User-agent: *\n'),
      'agents and rules in turn': rows((index) => `User-agent: a${index}\nDisallow: /${index}\n`),
      'patterns of stars': rows(() => `Disallow: /${'*a'.repeat(20)}*b$\n`, 'User-agent: *\n'),
      'rules that nearly match': rows(() => 'Disallow: /*aaaaaaab\n', 'User-agent: *\n'),
      'different ones that nearly match': rows((index) => `Disallow: /*aaaa${index}b\n`, 'User-agent: *\n'),
      'encoded characters': rows(() => `Disallow: /${'%61%'.repeat(100)}\n`, 'User-agent: *\n'),
      'one line without an end': after('User-agent: *\nDisallow: /', 'x'),
      'line ends': repeat('\r'),
      spaces: after('User-agent:', ' '),
      colons: repeat(':'),
    },
  },
  lists: {
    parse: list,
    limit: 1024 * KB,
    inputs: {
      names: rows((index) => `server-${index}.example\n`),
      'JSON on one line': (size) => `${rows((index) => `,"server-${index}.example"`, '["a.example"')(size)}]`,
      'JSON line by line': (size) =>
        `${rows((index) => `,\n"server-${index}.example"`, '["a.example"')(size)}]`,
      'JSON that is written otherwise': (size) =>
        `${rows((index) => `,"s\\u0065rver-${index}.example"`, '["a.example"')(size)}]`,
      'nested JSON': (size) => '['.repeat(size / 2) + ']'.repeat(size / 2),
      'JSON that breaks off': (size) => rows((index) => `,"server-${index}.example"`, '["a.example"')(size),
      'objects that never end': after('[{"a":1},', '{\n'),
      'objects within objects': after('[{"a":1},', '{"a":'),
      'strings that never end': after('["a.example",', '"b\n'),
      'comments before JSON': repeat('// // '),
      'names on one line': rows((index) => `server-${index}.example, `),
      'a table': rows((index) => `| server-${index}.example | x |\n`, '| domain | x |\n'),
      'a table of spaces': after('| domain | x |\n', ' '),
      NDJSON: rows((index) => `{"domain":"server-${index}.example"}\n`),
      CSV: rows((index) => `${index},server-${index}.example\n`, 'id,domain\n'),
      'CSV without a header': rows((index) => `${index},server-${index}.example\n`),
      'quotes that never close': rows((index) => `"${index},server-${index}.example\n`, 'id,domain\n'),
      'doubled quotes': after('id,domain\n"', '""'),
      'quotes alone': after('id,domain\n', '"\n'),
      delimiters: after('id,domain\n', ','),
      'one long line': repeat('a.'),
      'long handles': rows((index) => `@${'u'.repeat(1000)}@server-${index}.example\n`),
      stars: repeat('*'),
      hashes: repeat(' #'),
    },
  },
  NodeInfo: {
    parse: (text) => {
      try {
        return readNodeInfo(parseJson(text));
      } catch {
        return null;
      }
    },
    limit: 256 * KB,
    inputs: {
      metadata: (size) =>
        `{"software":{"name":"a"},"metadata":{${rows((index) => `"k${index}":1,`)(size)}"z":1}}`,
      'a long name': after('{"software":{"name":"', 'ü', '"}}'),
      arrays: (size) => '['.repeat(size / 2) + ']'.repeat(size / 2),
    },
  },
  'host-meta': {
    parse: readHostMeta,
    limit: 256 * KB,
    inputs: {
      links: repeat('<Link rel="lrdd" template="x"/>'),
      'open tags': repeat('<Link '),
      attributes: after('<Link ', 'rel="x" '),
      comments: repeat('<!--'),
      ends: repeat('-->'),
      spaces: after('<Link', ' '),
      quotes: after('<Link rel=', '"'),
    },
  },
  HTML: {
    parse: readHtml,
    limit: 128 * KB,
    inputs: {
      nesting: repeat('<span>'),
      links: repeat('<a href="https://a.example/">a.example</a> '),
      entities: repeat('&amp;'),
      'open tags': repeat('<a '),
      attributes: after('<a ', 'b="c" '),
    },
  },
  mentions: {
    parse: (content) =>
      readMention({ content, mentions: [] }, { username: 'whohosts', hosts: ['home.example'], urls: [] }),
    limit: 64 * KB,
    inputs: {
      names: repeat('a.example '),
      dots: repeat('a.'),
      ats: repeat('@'),
      handles: repeat('@a@b.example '),
    },
  },
  searches: {
    parse: readSearch,
    limit: 1024 * KB,
    inputs: Object.fromEntries(['a.', '(', '@', '[:', 'a', 'a b '].map((piece) => [piece, repeat(piece)])),
  },
  'heads of HTTP answers': {
    parse: (text) => createHeadMender(128 * KB)(Buffer.from(text, 'latin1')),
    limit: 128 * KB,
    inputs: {
      fields: (size) => `${rows((index) => `X ${index}: 1\r\n`, 'HTTP/1.1 200 OK\r\n')(size)}\r\n`,
      folds: (size) => `${rows(() => ' a\r\n', 'HTTP/1.1 200 OK\r\nX-A: 1\r\n')(size)}\r\n`,
      lengths: (size) => `${after('HTTP/1.1 200 OK\r\nContent-Length: 1', ',1')(size)}\r\n\r\n`,
      spaces: (size) => `${after('HTTP/1.1 200 OK\r\nX', ' ')(size)}\r\n\r\n`,
      'one without an end': after('HTTP/1.1 200 OK\r\nX: ', 'x'),
      'carriage returns': after('HTTP/1.1 200 OK\r\nX: ', '\r'),
    },
  },
  'shown text': {
    parse: (text) => printable(text, 64),
    limit: 256 * KB,
    inputs: { spaces: repeat(' '), controls: repeat('\u0001'), letters: repeat('ü') },
  },
};

interface Cost {
  readonly ms: number;
  /** Nanoseconds. */
  readonly perByte: number;
  /** Bytes of memory that were taken for it, though not all at once. */
  readonly bytes: number;
}

const allocated = () => getHeapStatistics().total_allocated_bytes + process.memoryUsage().arrayBuffers;

/** Of this thread, in milliseconds: what others on the machine do does not count. */
function processorTime(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

/** The mean of as many runs as the clock of the system needs, the first one aside. */
function cost({ parse }: Subject, text: string): Cost {
  parse(text);
  let bytes = Number.POSITIVE_INFINITY;
  let runs = 0;
  const began = processorTime();
  do {
    const before = allocated();
    parse(text);
    bytes = Math.min(bytes, Math.max(0, allocated() - before));
    runs += 1;
  } while (processorTime() - began < ENOUGH_MS);
  const ms = (processorTime() - began) / runs;
  return { ms, perByte: (ms * 1e6) / text.length, bytes };
}

/** How many times dearer a byte becomes from a sixteenth of the limit up to the limit, in time and memory. */
function growth(subject: Subject, make: (size: number) => string): { factor: number; memory: number } {
  const small = cost(subject, make(subject.limit / 16));
  const larger = [subject.limit / 4, subject.limit].map((size) => ({ size, ...cost(subject, make(size)) }));
  const most = Math.max(LEAST_BYTES, small.bytes) / (subject.limit / 16);
  const factor = Math.max(
    0,
    ...larger.map(({ ms, perByte }) => (ms > LEAST_MS ? perByte / small.perByte : 0)),
    ...larger.map(({ size, bytes }) => bytes / size / most),
  );
  return { factor, memory: Math.max(...larger.map(({ size, bytes }) => bytes / size)) };
}

const cases = Object.entries(SUBJECTS).flatMap(([name, subject]) =>
  Object.entries(subject.inputs).map(([what, make]) => [name, what, subject, make] as const),
);

describe('the cost of a byte does not grow with the length', () => {
  it.each(cases)('%s: %s', (_name, _what, subject, make) => {
    // Whatever shares our caches can slow down any run, and never makes a parser faster: the best one counts.
    let best = growth(subject, make);
    for (let attempt = 1; attempt < 10 && best.factor > FACTOR; attempt++) {
      const again = growth(subject, make);
      if (again.factor < best.factor) best = again;
    }
    expect(best.factor).toBeLessThanOrEqual(FACTOR);
    expect(best.memory).toBeLessThan(MOST_MEMORY);
  });
});

describe('a DNS message', () => {
  const name = 'host.example';
  const query = encodeQuery(name, 'A', false) ?? Buffer.alloc(0);
  const head = Buffer.from(query);
  head.writeUInt16BE(0x8180, 2);
  head.writeUInt16BE(65_535, 6);
  const filled = (part: readonly number[]) => (size: number) =>
    Buffer.concat([head, Buffer.alloc(size, Buffer.from(part))]).toString('latin1');
  const subject: Subject = {
    parse: (text) => readDnsReply(Buffer.from(text, 'latin1'), query, name, 'A'),
    limit: 60 * KB,
    inputs: {
      addresses: filled([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 1, 0, 4, 116, 203, 0, 1]),
      aliases: filled([0xc0, 12, 0, 5, 0, 1, 0, 0, 0, 1, 0, 2, 0xc0, 12]),
      labels: filled([1, 97]),
      pointers: filled([0xc0, 12]),
      roots: filled([0]),
      ones: filled([0xff]),
    },
  };
  it.each(Object.entries(subject.inputs))(
    'of %s costs no more for each byte the longer it is',
    (_what, make) => {
      let { factor } = growth(subject, make);
      for (let attempt = 1; attempt < 10 && factor > FACTOR; attempt++) {
        factor = Math.min(factor, growth(subject, make).factor);
      }
      expect(factor).toBeLessThanOrEqual(FACTOR);
    },
  );
});
