import { hosterColours } from '../../report/chart/colours.ts';
import { type Html, html } from './html.ts';

/**
 * A small bar for a row of a table: the share, and lighter up to the most that it can be. The figures stand
 * beside it, so that it is hidden from those who hear the page.
 *
 * @param scale the share that fills the whole width
 */
export function bar(share: number, max: number, scale: number, id: string | null = null): Html {
  const width = (fraction: number) => Math.round(Math.min(1, scale === 0 ? 0 : fraction / scale) * 1000) / 10;
  const fill = id === null ? 'currentColor' : colourOf(id);
  return html`<svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true" focusable="false"><rect class="most" width="${width(max)}" height="8" fill="${fill}"/><rect width="${width(share)}" height="8" fill="${fill}"/></svg>`;
}

/** A hoster's colour in the charts, where it has one of its own. */
export function colourOf(id: string): string {
  return hosterColours([id])[0] ?? 'currentColor';
}
