/** One run of the benchmark: writes the site of a database into a folder, and prints what it took as JSON. */
import { embeddedDatabases } from '../../src/attribution/databases/sources.ts';
import { drawChart } from '../../src/report/chart/embedded.ts';
import { writeSite } from '../../src/site/publish/write-site.ts';
import { openStore } from '../../src/store/store.ts';

const [, , file = '', directory = ''] = process.argv;
const store = openStore(file);
const { asn, city, country } = embeddedDatabases();
const outcome = await writeSite({
  directory,
  store,
  sources: [...asn.credits, ...city.credits, ...country.credits],
  publicUrl: 'https://whohosts.example',
  contact: 'mailto:admin@whohosts.example',
  version: '0.0.0',
  optedOut: () => false,
  draw: drawChart,
});
store.close();
const { user, system } = process.cpuUsage();
const result = {
  ...outcome,
  wallMs: performance.now(),
  cpuMs: (user + system) / 1000,
  megabytes: Math.round((process.resourceUsage().maxRSS * 1024) / 1e6),
};
process.stdout.write(JSON.stringify(result));
