import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createHeadMender, mendHead } from '../../../src/net/http/mend-head.ts';

const LIMIT = 1000;
/** What comes out when it comes in these pieces. */
const mended = (pieces: readonly string[], limit = LIMIT) => {
  const mend = createHeadMender(limit);
  return [...pieces, null]
    .flatMap((piece) => mend(piece === null ? null : Buffer.from(piece, 'latin1')))
    .map((piece) => piece.toString('latin1'))
    .join('');
};
const head = (...lines: string[]) => `${lines.join('\r\n')}\r\n\r\n`;
const OK = 'HTTP/1.1 200 ';

describe('a head', () => {
  it.each([
    ['what is right', head('HTTP/1.1 200 OK', 'X-A: 1'), head(OK, 'X-A: 1')],
    ['bare line feeds', 'HTTP/1.1 200 OK\nX-A: 1\n\n', head(OK, 'X-A: 1')],
    ['mixed line ends', 'HTTP/1.1 200 OK\nX-A: 1\r\n\n', head(OK, 'X-A: 1')],
    ['another version', head('http/2   404 Gone'), head('HTTP/1.1 404 ')],
    ['no fields', head('HTTP/1.0 200'), head(OK)],
    ['a gap before a colon', head(OK, 'X-A \t: 1'), head(OK, 'X-A: 1')],
    ['no gap behind a colon', head(OK, 'X-A:1', 'X-B:'), head(OK, 'X-A: 1', 'X-B: ')],
    ['what is no field', head(OK, 'warning', ': 1', 'X A: 1', '<b>x</b>: 1', 'X-B: 2'), head(OK, 'X-B: 2')],
    ['a folded field', head(OK, 'X-A: 1', '  2', '\t3', 'X-B: 4'), head(OK, 'X-A: 1 2 3', 'X-B: 4')],
    ['a fold without a field', head(OK, ' X-A: 1', 'X-B: 2'), head(OK, 'X-B: 2')],
    ['what is folded into no field', head(OK, 'warning', ' X-A: 1', 'X-B: 2'), head(OK, 'X-B: 2')],
    ['a carriage return in a value', head(OK, 'X-A: 1\r2'), head(OK, 'X-A: 1 2')],
    ['octets beyond ASCII', head(OK, 'X-A: \xe4\xff'), head(OK, 'X-A: \xe4\xff')],
    ['a length twice', head(OK, 'Content-Length: 5', 'content-length: 05'), head(OK, 'Content-Length: 5')],
    ['a length as a list', head(OK, 'Content-Length: 5, 5 ,5'), head(OK, 'Content-Length: 5')],
    ['an odd length', head(OK, 'Content-Length: 5 bytes', 'X-A: 1'), head(OK, 'X-A: 1')],
    [
      'an odd length and a right one',
      head(OK, 'Content-Length: x', 'Content-Length: 5'),
      head(OK, 'Content-Length: 5'),
    ],
    ['an absurd length', head(OK, `Content-Length: ${'9'.repeat(16)}`), head(OK)],
    [
      'a length of 15 digits',
      head(OK, `Content-Length: ${'9'.repeat(15)}`),
      head(OK, `Content-Length: ${'9'.repeat(15)}`),
    ],
    [
      'lengths that contradict one another',
      head(OK, 'Content-Length: 5', 'Content-Length: 6'),
      head(OK, 'Content-Length: 5', 'Content-Length: 6'),
    ],
    ['a status of four digits', head('HTTP/1.1 2000 OK', 'warning'), head('HTTP/1.1 2000 OK', 'warning')],
    ['another protocol', head('SSH-2.0-OpenSSH', 'X A: 1'), head('SSH-2.0-OpenSSH', 'X A: 1')],
    [
      'a status line that does not begin the line',
      head('x HTTP/1.1 200 OK', 'w'),
      head('x HTTP/1.1 200 OK', 'w'),
    ],
  ])('with %s', (_what, given, expected) => {
    expect(mendHead(given)).toBe(expected);
    expect(mended([given])).toBe(expected);
  });
});

describe('a connection', () => {
  it.each([
    ['leaves the body alone', [head(OK, 'w'), 'X A: 1\r\n\r\n'], `${head(OK)}X A: 1\r\n\r\n`],
    ['lets what is not finished pass', ['HTTP/1.1 200 OK\r\nX A'], 'HTTP/1.1 200 OK\r\nX A'],
    [
      'lets what is not finished after a hint pass',
      [head('HTTP/1.1 103 x', 'w'), 'HTTP/1.1 2'],
      `${head('HTTP/1.1 103 ')}HTTP/1.1 2`,
    ],
    [
      'mends behind a hint',
      [head('HTTP/1.1 103 x', 'w') + head('HTTP/1.1 200 x', 'w')],
      head('HTTP/1.1 103 ') + head(OK),
    ],
    [
      'mends nothing behind a switch of protocols',
      [head('HTTP/1.1 101 x', 'w') + head(OK, 'w')],
      head('HTTP/1.1 101 ') + head(OK, 'w'),
    ],
    ['mends nothing behind an answer', [head(OK, 'w') + head(OK, 'w')], head(OK) + head(OK, 'w')],
    ['gives nothing for nothing', [], ''],
  ])('%s', (_what, given, expected) => {
    expect(mended(given)).toBe(expected);
  });

  it('passes on a head over the limit as it is, and all behind it', () => {
    const long = `HTTP/1.1 200 OK\r\nX A: ${'x'.repeat(LIMIT)}`;
    expect(mended([long, head('', 'X B: 1'), head('', 'X C: 1')])).toBe(
      long + head('', 'X B: 1') + head('', 'X C: 1'),
    );
    const onTheLimit = `HTTP/1.1 200 OK\r\nX A: ${'x'.repeat(LIMIT - 22)}`;
    expect(onTheLimit).toHaveLength(LIMIT);
    expect(mended([onTheLimit, head('', 'X-B: 1')])).toBe(head(OK, 'X-B: 1'));
  });

  it('gives the same in whatever pieces it comes', () => {
    const lines = fc.array(
      fc.constantFrom('X-A: 1', 'X B: 2', ' folded', 'Content-Length: 4', 'w', 'X-\xff: 1'),
      {
        maxLength: 6,
      },
    );
    const ends = fc.constantFrom('\r\n', '\n');
    fc.assert(
      fc.property(lines, lines, ends, fc.array(fc.nat(200)), (hint, real, end, cuts) => {
        const write = (...all: string[]) => `${all.join(end)}${end}${end}`;
        const all = `${write('HTTP/1.1 103 x', ...hint)}${write('HTTP/1.1 200 x', ...real)}body${end}${end}x`;
        const at = [0, ...cuts.map((cut) => cut % all.length).sort((a, b) => a - b), all.length];
        const pieces = at.slice(1).map((to, index) => all.slice(at[index], to));
        expect(mended(pieces)).toBe(mended([all]));
        expect(mended([...all])).toBe(mended([all]));
        expect(mended([all])).toMatch(/body\r?\n\r?\nx$/);
      }),
    );
  });
});
