import { GlobalFonts } from '@napi-rs/canvas';
import { FONTS } from './fonts.ts';

let registered = false;

/**
 * Makes the fonts that come as dependencies known to the canvas, once: the machine may have none, and then a
 * canvas draws no text at all and reports no error. @throws Error if a font cannot be read
 */
export function registerFonts(): void {
  if (registered) return;
  for (const { family, files } of FONTS) {
    for (const file of files) {
      if (GlobalFonts.registerFromPath(file, family) === null)
        throw new Error(`the font ${family} cannot be read`);
    }
  }
  registered = true;
}
