import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createNumbers } from '../../src/text/numbers.ts';
import { shortenToWidth, textWidth, wrap } from '../../src/text/wrap.ts';

const { share, change, rounded, count, date, points } = createNumbers('en-GB');

describe('numbers', () => {
  it('follow the locale', () => {
    expect(share(0.243, 0)).toBe('24%');
    expect(share(0.2434, 1)).toBe('24.3%');
    expect(share(0, 0)).toBe('0%');
    expect(share(0.0049, 0)).toBe('<1%');
    expect(share(0.0004, 1)).toBe('<0.1%');
    expect(change(0.012, 0)).toBe('+1');
    expect(change(-0.0126, 1)).toBe('−1.3');
    expect(change(0.004, 0)).toBe('');
    expect(points(0.02, 0)).toBe('2');
    expect(rounded(812_345)).toBe('812,000');
    expect(count(12_098)).toBe('12,098');
    expect(date('2026-11-17T23:59:59Z')).toBe('17 Nov 2026');
  });

  it('show anything above zero as more than 0 %', () => {
    fc.assert(
      fc.property(
        fc.double({ min: Number.MIN_VALUE, max: 1, noNaN: true }),
        fc.constantFrom(0, 1),
        (value, digits) => {
          expect(share(value, digits)).not.toMatch(/^0(\.0)?%$/);
        },
      ),
    );
  });
});

describe('wrapping', () => {
  const text = fc.array(fc.stringMatching(/^\S{1,12}$/)).map((words) => words.join(' '));

  it('loses no word, and keeps to the width unless a single word is wider', () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 5, max: 60 }), (line, ems) => {
        const lines = wrap(line, ems);
        expect(lines.join(' ')).toBe(line);
        for (const one of lines) expect(!one.includes(' ') || textWidth(one) <= ems).toBe(true);
      }),
    );
  });

  it('shortens to the width', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 2, max: 20 }), (line, ems) => {
        const short = shortenToWidth(line, ems);
        expect(textWidth(short)).toBeLessThanOrEqual(ems);
        if (textWidth(line) <= ems) expect(short).toBe(line);
      }),
    );
  });
});
