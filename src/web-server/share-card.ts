import { createCanvas, type SKRSContext2D } from '@napi-rs/canvas';
import { FAINT_INK, INK, PALETTE, PAPER } from '../report/chart/colours.ts';
import { FAMILIES } from '../report/chart/fonts.ts';
import { registerFonts } from '../report/chart/register-fonts.ts';
import { SHARE_SIZE } from '../site/frame/share-picture.ts';

/** The title and description of a page. */
export interface ShareWords {
  readonly title: string;
  readonly description: string;
}

/** Pixels. */
const MARGIN = 80;
const WIDTH = SHARE_SIZE.width - 2 * MARGIN;
const BRAND_Y = SHARE_SIZE.height - 70;
/** Font sizes of the title in pixels; the largest that fits into two lines is used. */
const TITLE_SIZES = [92, 76, 62, 50];
const HEADING_LINES = 2;
const WORDS_SIZE = 42;
const LINE_HEIGHT = 1.28;
const MOST_LINES = 5;

/** Draws the preview picture of a page as PNG: its title and description. */
export async function drawShareCard({ title, description }: ShareWords): Promise<Buffer> {
  registerFonts();
  const canvas = createCanvas(SHARE_SIZE.width, SHARE_SIZE.height);
  const context = canvas.getContext('2d');
  context.fillStyle = PAPER;
  context.fillRect(0, 0, SHARE_SIZE.width, SHARE_SIZE.height);
  context.fillStyle = PALETTE[0];
  context.fillRect(0, 0, 20, SHARE_SIZE.height);

  const heading = fitTitle(context, title);
  let y = drawLines(context, heading.lines, { y: MARGIN, size: heading.size, weight: 700, colour: INK });
  y += WORDS_SIZE / 2;
  setFont(context, WORDS_SIZE, 400);
  const room = Math.floor((BRAND_Y - 60 - y) / (WORDS_SIZE * LINE_HEIGHT));
  const lines = cut(wrap(context, description), Math.min(MOST_LINES, room));
  drawLines(context, lines, { y, size: WORDS_SIZE, weight: 400, colour: INK });
  drawBrand(context);
  return await canvas.encode('png');
}

function setFont(context: SKRSContext2D, size: number, weight: number): void {
  context.font = `${weight} ${size}px ${FAMILIES}`;
}

function fitTitle(context: SKRSContext2D, title: string) {
  for (const size of TITLE_SIZES) {
    setFont(context, size, 700);
    const lines = wrap(context, title);
    if (lines.length <= HEADING_LINES) return { size, lines };
  }
  const size = TITLE_SIZES.at(-1) ?? WORDS_SIZE;
  return { size, lines: cut(wrap(context, title), HEADING_LINES) };
}

interface LineStyle {
  readonly y: number;
  readonly size: number;
  readonly weight: number;
  readonly colour: string;
}

/** @returns where the next line would begin */
function drawLines(
  context: SKRSContext2D,
  lines: readonly string[],
  { y, size, weight, colour }: LineStyle,
): number {
  setFont(context, size, weight);
  context.fillStyle = colour;
  context.textBaseline = 'top';
  for (const [index, line] of lines.entries())
    context.fillText(line, MARGIN, y + index * size * LINE_HEIGHT, WIDTH);
  return y + lines.length * size * LINE_HEIGHT;
}

/** Splits into words, because Japanese has no spaces between them. */
const segmenter = new Intl.Segmenter(undefined, { granularity: 'word' });

function wrap(context: SKRSContext2D, text: string): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const { segment, isWordLike } of segmenter.segment(text)) {
    // Punctuation stays with the word before it.
    const fits = isWordLike !== true || context.measureText(line + segment).width <= WIDTH;
    if (fits) line += segment;
    else {
      lines.push(line.trim());
      line = segment;
    }
  }
  return [...lines, line.trim()].filter((one) => one !== '');
}

function cut(lines: readonly string[], most: number): readonly string[] {
  if (lines.length <= most) return lines;
  return [...lines.slice(0, most - 1), `${lines[most - 1] ?? ''} …`];
}

/** The rings of the site's icon, and its name. */
function drawBrand(context: SKRSContext2D): void {
  const [x, y] = [MARGIN + 22, BRAND_Y + 14];
  for (const [radius, colour] of [
    [22, PALETTE[0]],
    [14, PAPER],
    [7, PALETTE[0]],
  ] as const) {
    context.beginPath();
    context.arc(x, y, radius, 0, 2 * Math.PI);
    context.fillStyle = colour;
    context.fill();
  }
  setFont(context, 32, 700);
  context.textBaseline = 'middle';
  context.fillStyle = FAINT_INK;
  context.fillText('whohosts', MARGIN + 60, y);
}
