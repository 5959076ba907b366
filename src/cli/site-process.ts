/** The process that `publishSite` starts: reads its order from standard input, writes the site, prints the outcome. */
import { json } from 'node:stream/consumers';
import { chartDrawer, openDatabase, openOptOuts } from '../app.ts';
import { readConfig } from '../config.ts';
import { writeSite } from '../site/write-site.ts';
import { version } from '../user-agent.ts';
import { deniedBySystem } from './denied.ts';
import type { SiteOrder } from './site.ts';

const read = readConfig(process.env);
if (!read.ok) throw new Error(read.problems.join('; '));
const { config } = read;
const { directory, sources } = (await json(process.stdin)) as SiteOrder;
const optOuts = openOptOuts();
const store = openDatabase(config);
try {
  const outcome = await writeSite({
    directory,
    store,
    sources,
    publicUrl: config.publicUrl,
    contact: config.contact,
    version,
    optedOut: optOuts.has,
    draw: chartDrawer(config, (line) => process.stderr.write(`${line}\n`)),
  });
  process.stdout.write(`${JSON.stringify(outcome)}\n`);
} catch (error) {
  const denied = deniedBySystem(error);
  if (denied === null) throw error;
  process.stderr.write(`${denied}\n`);
  process.exitCode = 1;
} finally {
  store.close();
}
