import { join } from 'node:path';
import { chartDrawer, openAttribution, openOptOuts, openStoreToRead } from '../jobs/app.ts';
import { makeFolder } from '../jobs/folder.ts';
import { describeSite, publishSite } from '../jobs/site.ts';
import { REPORT_PHRASES } from '../report/language/languages.ts';
import { reportOn } from '../report/latest.ts';
import { composePost } from '../report/post/compose.ts';
import { writeReportFiles } from '../report/post/files.ts';
import { writeStatistics } from '../report/statistics-text.ts';
import { MASTODON_LIMITS } from '../text/mastodon-length.ts';
import { type Command, refuseArguments, textOption } from './command.ts';
import { networkOption } from './lookup.ts';

export const report: Command = {
  synopsis: '[--network NETWORK] [--out DIR] [--json]',
  options: { network: { type: 'string' }, out: { type: 'string' }, json: { type: 'boolean' } },
  run: async (given, { config, out, say, signal }) => {
    refuseArguments(given);
    const network = networkOption(given) ?? 'fediverse';
    const folder = textOption(given, 'out');
    const optOuts = openOptOuts();
    const store = openStoreToRead(config);
    const attributor = await openAttribution(config, say);
    try {
      // Also a scan of a part: an operator who has just made one wants to see it.
      const scan = store.scans.latest(network);
      if (scan === null) {
        say(`No scan of the ${network} is complete. Run \`whohosts scan ${network}\` first.`);
        return 1;
      }
      const latest = reportOn(store, scan, attributor.sources, optOuts.has);
      if (folder !== null) {
        makeFolder('--out', folder);
        const post = await composePost(latest, {
          language: REPORT_PHRASES[config.language],
          limits: MASTODON_LIMITS,
          hashtags: config.postHashtags,
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
