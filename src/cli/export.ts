import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ExportFile } from '../export/export-file.ts';
import { allTables, type ExportInput, exportFiles, FORMATS, type Format, render } from '../export/files.ts';
import { partitionedFiles } from '../export/partitions.ts';
import { openAttribution, openOptOuts, openStoreToRead } from '../jobs/app.ts';
import { makeFolder } from '../jobs/folder.ts';
import { quote } from '../lists/list-file.ts';
import { UsageError } from '../model/expected-errors.ts';
import { NETWORKS } from '../model/network.ts';
import { latestReport } from '../report/latest.ts';
import { type Arguments, type Command, refuseArguments, textOption } from './command.ts';

/** Most file names to list. */
const MOST_NAMES = 40;

export const exportData: Command = {
  synopsis: '[--format json|csv|parquet] [--partitioned] [--out DIR]',
  options: { format: { type: 'string' }, partitioned: { type: 'boolean' }, out: { type: 'string' } },
  run: async (given, { config, out, say }) => {
    refuseArguments(given);
    const folder = textOption(given, 'out');
    const partitioned = given.options.partitioned === true;
    const format = formatOf(given, partitioned);
    if (folder === null && format === 'parquet')
      throw new UsageError('--out: expected a folder with Parquet, which is not for terminals');
    const optOuts = openOptOuts();
    const store = openStoreToRead(config);
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
        publicUrl: config.publicUrl,
      };
      const servers = allTables(input).find(({ name }) => name === 'servers');
      if (folder === null) {
        // The table of servers, from which all others can be computed.
        if (servers !== undefined) await out(render(servers, format).toString());
        return 0;
      }
      makeFolder('--out', folder);
      const files = partitioned ? partitionedFiles(input) : exportFiles(input, allTables(input), [format]);
      say(`Wrote ${describeFiles(await writeFiles(folder, files))} to ${folder}`);
      return 0;
    } finally {
      store.close();
    }
  },
};

async function writeFiles(folder: string, files: Iterable<ExportFile>): Promise<readonly string[]> {
  const names: string[] = [];
  for (const { name, content } of files) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), content);
    names.push(name);
  }
  return names;
}

/** The files by name, or their number if there are many. */
function describeFiles(names: readonly string[]): string {
  return names.length > MOST_NAMES ? `${names.length} files` : names.join(', ');
}

function formatOf(given: Arguments, partitioned: boolean): Format {
  const name = textOption(given, 'format') ?? (partitioned ? 'parquet' : 'json');
  if (partitioned && name !== 'parquet')
    throw new UsageError(`--partitioned: expected --format parquet or none, got ${quote(name)}`);
  const format = FORMATS.find((candidate) => candidate === name);
  if (format !== undefined) return format;
  throw new UsageError(`--format: expected one of ${FORMATS.join(', ')}, got ${quote(name)}`);
}
