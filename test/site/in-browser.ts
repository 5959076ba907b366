import { describe } from 'vitest';
import { CHROMIUM, hasChromium } from './browser.ts';

if (!hasChromium && process.env.CI === 'true') {
  throw new Error(
    `${CHROMIUM} is missing: apt-get install chromium. Without it nobody has seen the page work`,
  );
}

/** Tests that need a real browser. A machine of one's own may lack it; in CI its lack is a failure. */
export const describeInBrowser = hasChromium ? describe : describe.skip;
