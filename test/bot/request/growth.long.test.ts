import { expect, it } from 'vitest';
import { understand } from './understand.ts';

const BITS = [
  ...[
    'a',
    'A1',
    'あ',
    'ü',
    '👉',
    '1',
    '.',
    '..',
    '-',
    '_',
    '@',
    '@a',
    ':',
    '::',
    '/',
    '//',
    '#',
    '!',
    '?',
    '%6f',
  ],
  ...[
    ' ',
    '\n',
    '>',
    '\n> ',
    'RE: ',
    '[.]',
    '(dot)',
    ' dot ',
    '。',
    '．',
    'a.de',
    'https://',
    ':a:',
    '\u200c',
    "'",
  ],
  ...['<b>', '<br>', '<blockquote>', '<a href="https://a.example">', '&amp;'],
];
const LONG = 64 * 1024;

function milliseconds(html: string): number {
  const started = performance.now();
  understand({ html });
  return performance.now() - started;
}

const fill = (bits: string, length: number) => bits.repeat(Math.ceil(length / bits.length)).slice(0, length);

it('reads 64 kB of each of 1,600 patterns in linear time', { timeout: 600_000 }, () => {
  const patterns = BITS.flatMap((one) => BITS.map((other) => one + other));
  expect(patterns).toHaveLength(1600);
  const slow = patterns.filter((pattern) => {
    // The least of three measurements, because the machine does other work too. Quadratic growth would take
    // seconds.
    const least = (length: number) => Math.min(...[0, 1, 2].map(() => milliseconds(fill(pattern, length))));
    if (milliseconds(fill(pattern, LONG)) < 400) return false;
    const quarter = least(LONG / 4);
    const whole = least(LONG);
    return whole > 400 && whole > 8 * quarter;
  });
  expect(slow).toEqual([]);
});
