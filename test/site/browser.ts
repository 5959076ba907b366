import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, type BrowserContextOptions, chromium } from 'playwright-core';

/** Debian's; where it is not there, `apt-get install chromium`. */
export const CHROMIUM = '/usr/bin/chromium';
/** Chromium's own traffic stays away, and its sandbox, which root cannot have. */
const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export const hasChromium = existsSync(CHROMIUM);

/** A browser without any past, which reaches this machine and nothing else. */
export async function openBrowser(options: BrowserContextOptions = {}): Promise<{
  readonly context: BrowserContext;
  /** Addresses of all requests that left for another place than the site. */
  readonly strays: readonly string[];
  /** What the browser complained about: errors of scripts, broken rules of the content security policy. */
  readonly complaints: readonly string[];
  close(): Promise<void>;
}> {
  const profile = mkdtempSync(join(tmpdir(), 'whohosts-chromium-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: CHROMIUM,
    args: FLAGS,
    ...options,
  });
  const strays: string[] = [];
  const complaints: string[] = [];
  await context.route(
    ({ hostname, protocol }) => hostname !== '127.0.0.1' && protocol !== 'data:',
    (route) => {
      strays.push(route.request().url());
      return route.abort();
    },
  );
  context.on('weberror', (error) => complaints.push(error.error().message));
  context.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  return {
    context,
    strays,
    complaints,
    async close() {
      await context.close();
      rmSync(profile, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}
