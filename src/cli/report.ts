import { join } from 'node:path';
import { chartDrawer, openAttribution, openDatabase, openOptOuts } from '../app.ts';
import { makeFolder } from '../folder.ts';
import { composePost, MASTODON_LIMITS } from '../report/compose.ts';
import { writeReportFiles } from '../report/files.ts';
import { LANGUAGES } from '../report/language/languages.ts';
import { latestReport } from '../report/latest.ts';
import { writeStatistics } from '../report/statistics-text.ts';
import { type Command, textOption, UsageError } from './command.ts';
import { networkOption } from './lookup.ts';
import { describeSite, publishSite } from './site.ts';

export const report: Command = {
  synopsis: '[--network NETWORK] [--out DIR] [--json]',
  options: { network: { type: 'string' }, out: { type: 'string' }, json: { type: 'boolean' } },
  run: async (given, { config, out, say, signal }) => {
    if (given.positionals.length > 0)
      throw new UsageError(`expected no arguments, got ${given.positionals.join(' ')}`);
    const network = networkOption(given) ?? 'fediverse';
    const folder = textOption(given, 'out');
    const optOuts = openOptOuts();
    const store = openDatabase(config);
    const attributor = await openAttribution(config, say);
    try {
      const latest = latestReport(store, network, attributor.sources, optOuts.has);
      if (latest === null) {
        say(`No scan of the ${network} is complete. Run \`whohosts scan ${network}\` first.`);
        return 1;
      }
      if (folder !== null) {
        makeFolder('--out', folder);
        const post = await composePost(latest, {
          language: LANGUAGES[config.language],
          limits: MASTODON_LIMITS,
          pageUrl: config.publicUrl === null ? null : `${config.publicUrl}/`,
          draw: chartDrawer(config, say),
        });
        await writeReportFiles(folder, post);
        say(`Wrote toot.txt, alt.txt, chart.png and report.json to ${folder}`);
        const directory = join(folder, 'site');
        const site = await publishSite({ directory, sources: attributor.sources }, { say, signal });
        say(describeSite(site, directory));
        if (site.end === 'failed') return 1;
      }
      if (given.options.json === true) await out(`${JSON.stringify(latest, null, 2)}\n`);
      else if (folder === null) await out(writeStatistics(latest));
      return 0;
    } finally {
      store.close();
    }
  },
};
