/**
 * The chart has its own background and text colours, so that it looks the same in light and dark timelines.
 */
export const PAPER = '#fcfbf8';
export const INK = '#1f2328';
export const FAINT_INK = '#5b626a';
/**
 * For rows that are not hosters (everything behind CDNs) and for the legend. It is the grey farthest from the
 * palette's colours.
 */
export const NEUTRAL = '#58606a';

/**
 * The first six are Okabe and Ito's, which people with any kind of colour blindness can distinguish ("Color
 * Universal Design", 2008). Their black and yellow are left out: too close to our ink and paper. The other
 * four were found by search, so that all ten are distinct to protanopes, deuteranopes and tritanopes. A test
 * measures that.
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

/**
 * The ten largest hosters according to other people's measurements. Each owns one colour, in the order of the
 * palette.
 */
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
 * One colour for each hoster of a chart, all different for up to ten hosters. An owner has the same colour in
 * every chart and year. Any other hoster gets the colour that a hash of its id selects, or the next free one.
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

/**
 * A colour mixed with the paper.
 *
 * @param strength 0 (paper) to 1 (the colour itself)
 */
export function tint(colour: string, strength: number): string {
  return mix(colour, PAPER, strength);
}

/**
 * A colour mixed with the ink, so that it is legible as text.
 *
 * @param strength 0 (ink) to 1 (the colour itself)
 */
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
