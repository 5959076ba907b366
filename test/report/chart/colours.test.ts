import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  hosterColours,
  INK,
  NEUTRAL,
  PALETTE,
  PAPER,
  shade,
  tint,
} from '../../../src/report/chart/colours.ts';
import { chartConfiguration } from '../../../src/report/chart/configuration.ts';
import { REPORT_PHRASES } from '../../../src/report/language/languages.ts';
import { buildReport } from '../../../src/report/report.ts';
import { modelQuiet } from '../model-fediverse.ts';
import { ALL_VISIONS, distance } from './colour-vision.ts';

const OWNERS = 'ovh hetzner digitalocean akamai amazon netcup contabo oracle vultr scaleway'.split(' ');
/** Three times the just noticeable difference. */
const APART = 6;
const id = fc.oneof(fc.constantFrom(...OWNERS), fc.string(), fc.constantFrom('__proto__', 'constructor'));

describe('the measure of colours', () => {
  it('distinguishes black from white, and red from green only with normal vision', () => {
    expect(distance('#000000', '#ffffff', 'normal')).toBeCloseTo(100, 3);
    expect(distance('#808080', '#808080', 'tritanopia')).toBe(0);
    const [normal, deuteranopia] = (['normal', 'deuteranopia'] as const).map((vision) =>
      distance('#a55a00', '#6a7a00', vision),
    );
    expect(deuteranopia ?? 99).toBeLessThan((normal ?? 0) / 2);
  });
});

it('names in a hoster’s colour have a contrast of 4.5 to 1 with the paper, as WCAG 2.2 (1.4.3) requires', () => {
  for (const colour of [...PALETTE, NEUTRAL]) {
    expect([colour, contrast(shade(colour, 0.6), PAPER) >= 4.5]).toEqual([colour, true]);
  }
});

describe.each(ALL_VISIONS)('the colours with %s', (vision) => {
  it('differ from each other, the grey, the paper and the ink', () => {
    const all = [...PALETTE, NEUTRAL, PAPER, INK];
    for (const [index, one] of all.entries()) {
      for (const other of all.slice(index + 1)) {
        expect([one, other, distance(one, other, vision) >= APART]).toEqual([one, other, true]);
      }
    }
  });

  it('differ wherever bars are adjacent, including those of users and servers', () => {
    const { datasets } = chartConfiguration(buildReport(modelQuiet(1)), REPORT_PHRASES.en, 'bars').data;
    const [ofServers, ofUsers] = datasets.map((set) => (set.backgroundColor as string[]).slice(1));
    const order = (ofServers ?? []).flatMap((colour, index) => [colour, ofUsers?.[index] ?? '']);
    expect(order).toHaveLength(18);
    for (const [index, colour] of order.slice(1).entries()) {
      expect(distance(order[index] ?? '', colour, vision)).toBeGreaterThanOrEqual(APART);
      expect(distance(colour, PAPER, vision)).toBeGreaterThanOrEqual(APART);
    }
  });
});

describe('a hoster’s colour', () => {
  it('is fixed for the ten largest, whichever others are in the chart', () => {
    fc.assert(
      fc.property(fc.uniqueArray(id, { minLength: 1, maxLength: 8 }), (ids) => {
        const colours = hosterColours(ids);
        for (const [index, one] of ids.entries()) {
          const owned = OWNERS.indexOf(one);
          if (owned >= 0) expect(colours[index]).toBe(PALETTE[owned]);
        }
      }),
    );
  });

  it('is used once per chart', () => {
    fc.assert(
      fc.property(fc.uniqueArray(id, { maxLength: 10 }), (ids) => {
        expect(new Set(hosterColours(ids)).size).toBe(ids.length);
      }),
    );
  });

  it('stays the same from one chart to the next, unless another hoster already has it', () => {
    expect(hosterColours(['as64500'])).toEqual(hosterColours(['as64500']));
    expect(hosterColours(Array.from({ length: 30 }, (_, index) => `as${index}`))).toHaveLength(30);
  });
});

describe('a tint', () => {
  it('lies between the paper and the colour', () => {
    expect(tint('#000000', 1)).toBe('#000000');
    expect(tint('#000000', 0)).toBe(PAPER);
    expect(tint('#000000', 0.5)).toBe('#7e7e7c');
  });
});

/** WCAG 2.2, relative luminance and contrast ratio. */
function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [one, other].map(luminance).sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
