/** The child process of `publishSite`: reads its order from stdin, writes the site and prints the outcome. */
import { json } from 'node:stream/consumers';
import { readConfig } from '../config.ts';
import { digestInputs, unchangedSite } from '../site/publish/site-inputs.ts';
import type { SiteOutcome } from '../site/publish/write-site.ts';
import { deniedBySystem } from '../text/denied-by-system.ts';
import { chartDrawer, openOptOuts, openStoreToRead } from './app.ts';
import { readOwnAccount } from './own-account.ts';
import type { SiteOrder } from './site.ts';
import { version } from './user-agent.ts';

const read = readConfig(process.env);
if (!read.ok) throw new Error(read.problems.join('; '));
const { config } = read;
const { directory, sources } = (await json(process.stdin)) as SiteOrder;
const store = openStoreToRead(config);
try {
  const { publicUrl, contact, chartRenderer, quickchartUrl } = config;
  const account = readOwnAccount(store, config);
  const drawsPictures = config.servePort !== null;
  const inputs = digestInputs(store, {
    ...{ sources, publicUrl, contact, account, drawsPictures, chartRenderer, quickchartUrl },
  });
  const unchanged = await unchangedSite(directory, inputs);
  const outcome: SiteOutcome =
    unchanged === null ? await write(inputs, account) : { end: 'published', ...unchanged };
  process.stdout.write(`${JSON.stringify(outcome)}\n`);
} catch (error) {
  const denied = deniedBySystem(error);
  if (denied === null) throw error;
  process.stderr.write(`${denied}\n`);
  process.exitCode = 1;
} finally {
  store.close();
}

/** Imported only if there is a site to write. */
async function write(inputs: string, account: ReturnType<typeof readOwnAccount>): Promise<SiteOutcome> {
  const { writeSite } = await import('../site/publish/write-site.ts');
  return await writeSite({
    directory,
    store,
    sources,
    publicUrl: config.publicUrl,
    contact: config.contact,
    account,
    drawsPictures: config.servePort !== null,
    version,
    optedOut: openOptOuts().has,
    draw: chartDrawer(config, (line) => process.stderr.write(`${line}\n`)),
    inputs,
  });
}
