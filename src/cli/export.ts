import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openAttribution, openDatabase, openOptOuts } from '../app.ts';
import { allTables, type ExportInput, exportFiles, FORMATS, type Format, render } from '../export/files.ts';
import { makeFolder } from '../folder.ts';
import { NETWORKS } from '../model/network.ts';
import { latestReport } from '../report/latest.ts';
import { quote } from '../servers/list-file.ts';
import { type Arguments, type Command, textOption, UsageError } from './command.ts';

export const exportData: Command = {
  synopsis: '[--format json|csv|parquet] [--out DIR]',
  options: { format: { type: 'string' }, out: { type: 'string' } },
  run: async (given, { config, out, say }) => {
    if (given.positionals.length > 0)
      throw new UsageError(`expected no arguments, got ${given.positionals.join(' ')}`);
    const folder = textOption(given, 'out');
    const format = formatOf(given);
    if (folder === null && format === 'parquet')
      throw new UsageError('--out: expected a folder with --format parquet, which is not for terminals');
    const optOuts = openOptOuts();
    const store = openDatabase(config);
    try {
      const { sources } = await openAttribution(config, say);
      const reports = NETWORKS.map((network) => latestReport(store, network, sources, optOuts.has)).filter(
        (report) => report !== null,
      );
      if (reports.length === 0) {
        say('No scan is complete. Run `whohosts scan fediverse` first.');
        return 1;
      }
      const input: ExportInput = {
        store,
        reports,
        networks: reports.map(({ network, week, scanId }) => ({
          network,
          week,
          servers: store.history.servers(scanId).filter(({ domain }) => !optOuts.has(domain)),
        })),
        optedOut: optOuts.has,
      };
      const [servers] = allTables(input);
      if (folder === null) {
        // The table of servers: the one that everything else can be counted from.
        if (servers !== undefined) await out(render(servers, format).toString());
        return 0;
      }
      makeFolder('--out', folder);
      const names: string[] = [];
      for (const { name, content } of exportFiles(input, allTables(input), [format])) {
        await writeFile(join(folder, name), content);
        names.push(name);
      }
      say(`Wrote ${names.join(', ')} to ${folder}`);
      return 0;
    } finally {
      store.close();
    }
  },
};

function formatOf(given: Arguments): Format {
  const name = textOption(given, 'format') ?? 'json';
  const format = FORMATS.find((candidate) => candidate === name);
  if (format !== undefined) return format;
  throw new UsageError(`--format: expected one of ${FORMATS.join(', ')}, got ${quote(name)}`);
}
