/** Paper and ink of the chart's own, so that it reads the same in light and dark timelines. */
export const PAPER = '#fcfbf8';
export const INK = '#1f2328';
export const FAINT_INK = '#5b626a';
/** For what is no hoster: everything behind CDNs, and the legend's samples. Of all greys the one farthest from the colours. */
export const NEUTRAL = '#58606a';

/**
 * The first six are Okabe and Ito's, which people with any kind of colour blindness can tell apart ("Color Universal
 * Design", 2008), without their black and yellow, which vanish in the ink and on the paper. The others were searched for
 * so that all ten stay apart as protanopes, deuteranopes and tritanopes see them; a test measures it.
 */
export const PALETTE = [
  '#0072b2',
  '#d55e00',
  '#009e73',
  '#cc79a7',
  '#e69f00',
  '#56b4e9',
  '#601070',
  '#a03008',
  '#2808b8',
  '#a060f8',
] as const;

/** The ten hosters that others' measurements find largest own a colour each, in the order of the palette. */
const OWNERS = [
  'ovh',
  'hetzner',
  'digitalocean',
  'akamai',
  'amazon',
  'netcup',
  'contabo',
  'oracle',
  'vultr',
  'scaleway',
];

/**
 * The colours of hosters in one chart, all different as long as they are ten at most. An owner has its colour in every
 * chart and year; any other hoster has the one that its id gives it, or the next that is free.
 */
export function hosterColours(ids: readonly string[]): readonly string[] {
  const taken = new Set(ids.map((id) => OWNERS.indexOf(id)));
  return ids.map((id) => {
    const own = OWNERS.indexOf(id);
    if (own >= 0) return PALETTE[own] ?? NEUTRAL;
    const first = hash(id) % PALETTE.length;
    const order = PALETTE.map((_, step) => (first + step) % PALETTE.length);
    const index = order.find((candidate) => !taken.has(candidate)) ?? first;
    taken.add(index);
    return PALETTE[index] ?? NEUTRAL;
  });
}

/** A colour mixed with the paper. @param strength 0 (paper) to 1 (the colour itself) */
export function tint(colour: string, strength: number): string {
  return mix(colour, PAPER, strength);
}

/** A colour mixed with the ink, so that it can be read as text. @param strength 0 (ink) to 1 (the colour itself) */
export function shade(colour: string, strength: number): string {
  return mix(colour, INK, strength);
}

function mix(colour: string, other: string, strength: number): string {
  const channel = (hex: string, index: number) =>
    Number.parseInt(hex.slice(1 + index * 2, 3 + index * 2), 16);
  return `#${[0, 1, 2]
    .map((index) => Math.round(channel(colour, index) * strength + channel(other, index) * (1 - strength)))
    .map((value) => value.toString(16).padStart(2, '0'))
    .join('')}`;
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const byte of Buffer.from(text)) value = Math.imul(value ^ byte, 0x01000193);
  return value >>> 0;
}
