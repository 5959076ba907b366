import { join } from 'node:path';
import { openAttribution, openDatabase, openOutside } from '../app.ts';
import { isNetwork, NETWORKS, type Network } from '../model/network.ts';
import type { Plan } from '../scan/plan.ts';
import { quote, readListFile } from '../servers/list-file.ts';
import type { ServerList } from '../servers/server-list.ts';
import { type Arguments, type Command, textOption, textOptions, UsageError, wholeOption } from './command.ts';
import { createReporter } from './progress-reporter.ts';
import { scanNetwork } from './scan-network.ts';
import { describeSite, publishSite } from './site.ts';
import { fetchList, sourcesOf } from './sources.ts';

/** Junk lines that are shown one by one; the rest is counted. */
const JUNK_SHOWN = 10;

export const scan: Command = {
  synopsis: 'NETWORK [--source NAME | --list FILE] [--sample N --seed S] [--limit N] [--no-http]',
  options: {
    source: { type: 'string', multiple: true },
    list: { type: 'string' },
    sample: { type: 'string' },
    seed: { type: 'string' },
    limit: { type: 'string' },
    'no-http': { type: 'boolean' },
    json: { type: 'boolean' },
  },
  run: async (given, { config, out, say, terminal, signal }) => {
    const network = networkOf(given);
    const sample = sampleOf(given);
    const limit = wholeOption(given, 'limit', 1);
    const http = given.options['no-http'] !== true;
    const file = await listOf(given, network);
    const sources = sourcesOf(network, textOptions(given, 'source'), config);

    const store = openDatabase(config);
    const attributor = await openAttribution(config, say);
    const outside = await openOutside(config);
    const reporter = createReporter({ say, terminal });
    try {
      const list = file ?? (await fetchList({ network, sources, store, http: outside.http, say }));
      if (list === null) return 1;
      reportJunk(list, say);
      const outcome = await scanNetwork({
        ...{ config, store, outside, attributor, network, list, sample, limit, http, signal },
        onStart: (plan, done) => say(describeStart(plan, done)),
        onProgress: reporter.update,
      });
      reporter.end();
      if (outcome.end === 'finished') {
        if (outcome.scan.aliases > 0)
          say(
            `Names of servers that are on the list under another name too, left out: ${count(outcome.scan.aliases)}`,
          );
        say(`Scan ${outcome.scan.id} is complete. \`whohosts report\` shows what it found.`);
        // The scan is done whatever comes of the site.
        const directory = join(config.dataDir, 'site');
        say(
          describeSite(
            await publishSite({ directory, sources: attributor.sources }, { say, signal }),
            directory,
          ),
        );
        if (given.options.json === true) await out(`${JSON.stringify(outcome.scan, null, 2)}\n`);
        return 0;
      }
      say(explain(outcome));
      return 1;
    } finally {
      reporter.end();
      await outside.close();
      store.close();
    }
  },
};

function describeStart({ network, population, domains }: Plan, done: number | null): string {
  const ofAll = `${count(domains.length)} of the ${count(population.population)} ${network} servers on ${population.source}`;
  if (done === null) return `Scanning: ${ofAll}`;
  return `Resuming the scan: ${ofAll}, ${count(done)} of them done, ${count(domains.length - done)} left`;
}

function explain(
  outcome: Exclude<Awaited<ReturnType<typeof scanNetwork>>, { readonly end: 'finished' }>,
): string {
  if (outcome.end === 'busy')
    return 'Another scan is writing to this database. Wait for its end, or set another DATA_DIR.';
  if (outcome.end === 'no DNS') {
    return `No answer from DNS for ${count(outcome.left)} servers, more than can be dead: look at DNS_SERVERS and the network (\`whohosts doctor\`), then run it again. It goes on from here.`;
  }
  return `Interrupted with ${count(outcome.left)} servers left. The same command resumes the scan.`;
}

function count(value: number): string {
  return value.toLocaleString('en');
}

function networkOf({ positionals }: Arguments): Network {
  const [name = '', ...surplus] = positionals;
  if (surplus.length > 0)
    throw new UsageError(`expected one network, got also ${surplus.map(quote).join(' ')}`);
  if (isNetwork(name)) return name;
  throw new UsageError(
    `NETWORK: expected one of ${NETWORKS.join(', ')}, got ${name === '' ? 'nothing' : quote(name)}`,
  );
}

function sampleOf(given: Arguments): { readonly size: number; readonly seed: string } | null {
  const size = wholeOption(given, 'sample', 1);
  const seed = textOption(given, 'seed');
  if (size === null && seed === null) return null;
  if (size === null)
    throw new UsageError('--seed: expected together with --sample, the size of the random sample');
  if (seed === null || seed === '') {
    throw new UsageError(
      '--sample: expected together with --seed, any word, so that others can draw the same sample',
    );
  }
  return { size, seed };
}

/** The list that `--list` names; null without it. */
async function listOf(given: Arguments, network: Network): Promise<ServerList | null> {
  const file = textOption(given, 'list');
  if (file === null) return null;
  if (textOptions(given, 'source').length > 0)
    throw new UsageError('--list: expected without --source; the servers are on the one or on the other');
  const read = await readListFile(file, network);
  if (!read.ok) throw new UsageError(`--list: ${read.problem}`);
  return read.list;
}

function reportJunk({ junk, duplicates }: ServerList, say: (line: string) => void): void {
  for (const { line, text, problem } of junk.slice(0, JUNK_SHOWN))
    say(`line ${line}: ${quote(text)} is ${problem}, left out`);
  if (junk.length > JUNK_SHOWN)
    say(`… and ${count(junk.length - JUNK_SHOWN)} more that are no domains, left out`);
  if (duplicates > 0) say(`Said more than once on the list, and counted once: ${count(duplicates)}`);
}
