/** Draws the page of a made-up fediverse for the README: npm run pictures:page. Needs Chromium. */
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { startServer } from '../../src/web-server/server.ts';
import { silent } from '../web-server/requests.ts';
import { answers } from '../web-server/served-site.ts';
import { openBrowser } from './browser.ts';
import { openModelSite } from './model-site.ts';

const folder = fileURLToPath(new URL('../../docs/pictures/', import.meta.url));
const VIEWS = [
  { name: 'page-desktop', width: 1280, height: 1450, colorScheme: 'light', path: '' },
  { name: 'page-dark', width: 1280, height: 1000, colorScheme: 'dark', path: 'hosters/hetzner/' },
  { name: 'page-phone', width: 390, height: 1450, colorScheme: 'light', path: '' },
] as const;

mkdirSync(folder, { recursive: true });
const site = openModelSite({ servers: 3_000, weeks: 26 });
await site.write();
const server = await startServer({
  siteDir: site.directory,
  answers,
  port: 0,
  host: '127.0.0.1',
  log: silent,
});
for (const { name, width, height, colorScheme, path } of VIEWS) {
  const browser = await openBrowser({ colorScheme, viewport: { width, height } });
  const page = await browser.context.newPage();
  await page.goto(`http://127.0.0.1:${server.port}/${path}`, { waitUntil: 'networkidle' });
  const picture = await sharp(await page.screenshot())
    .png({ palette: true, quality: 90, effort: 10 })
    .toFile(`${folder}${name}.png`);
  process.stdout.write(`docs/pictures/${name}.png: ${picture.size} bytes\n`);
  await browser.close();
}
await server.close();
site.discard();
