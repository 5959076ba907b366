import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shortenToWidth, textWidth, wrap } from '../../src/text/wrap.ts';

describe('wrapped lines', () => {
  it('break at spaces, and in Japanese between words', () => {
    expect(wrap('who hosts the fediverse', 7)).toEqual(['who hosts', 'the fediverse']);
    const lines = wrap(
      'OVHはフェディバースのサーバーの24%を占めるが、アクティブユーザーでは9%にとどまる',
      20,
    );
    expect(lines.length).toBeGreaterThan(1);
    for (const line of lines) {
      expect(line).not.toMatch(/^[、。）ーをがはのに%]/);
      expect(textWidth(line)).toBeLessThanOrEqual(20);
    }
    expect(lines.join('')).toBe(
      'OVHはフェディバースのサーバーの24%を占めるが、アクティブユーザーでは9%にとどまる',
    );
  });

  it('keep all characters except the spaces at which they break', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 40 }), (text, ems) => {
        expect(wrap(text, ems).join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
      }),
    );
  });

  it('end with an ellipsis and fit when they are cut', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 20 }), (text, ems) => {
        const short = shortenToWidth(text, ems);
        expect(textWidth(short)).toBeLessThanOrEqual(ems);
        expect(short === text || short.endsWith('…')).toBe(true);
      }),
    );
  });
});
