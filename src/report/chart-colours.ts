/** Paper and ink of the chart's own, so that it reads the same in light and dark timelines. */
export const PAPER = '#fcfbf8';
export const INK = '#1f2328';
export const FAINT_INK = '#5b626a';
/** For what is no hoster: everything behind CDNs, and the legend's samples. */
export const NEUTRAL = '#8a8f96';

/**
 * Okabe and Ito's palette, which people with any kind of colour blindness can tell apart ("Color Universal Design", 2008),
 * without its black and its yellow, which vanish in the ink and on the paper.
 */
const PALETTE = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9'];

/** The hosters that are always near the top have a colour each; chance would give neighbours the same. */
const KNOWN: Readonly<Record<string, number>> = {
  ovh: 0,
  hetzner: 1,
  digitalocean: 2,
  akamai: 3,
  amazon: 4,
  netcup: 5,
  contabo: 2,
  oracle: 3,
  vultr: 0,
  scaleway: 3,
  google: 1,
  sakura: 4,
  ionos: 5,
};

/** A hoster's colour, the same in every chart and year: it depends on the id alone. Six colours for all, so names go beside. */
export function hosterColour(id: string): string {
  return PALETTE[(Object.hasOwn(KNOWN, id) ? KNOWN[id] : undefined) ?? hash(id) % PALETTE.length] ?? NEUTRAL;
}

/** A colour mixed with the paper. @param strength 0 (paper) to 1 (the colour itself) */
export function tint(colour: string, strength: number): string {
  const channel = (hex: string, index: number) =>
    Number.parseInt(hex.slice(1 + index * 2, 3 + index * 2), 16);
  return `#${[0, 1, 2]
    .map((index) => Math.round(channel(colour, index) * strength + channel(PAPER, index) * (1 - strength)))
    .map((value) => value.toString(16).padStart(2, '0'))
    .join('')}`;
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const byte of Buffer.from(text)) value = Math.imul(value ^ byte, 0x01000193);
  return value >>> 0;
}
