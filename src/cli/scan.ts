import { join } from 'node:path';
import { openAttribution, openClients, openConfiguredStore } from '../jobs/app.ts';
import { fetchList, sourcesOf, takeSoftware } from '../jobs/fetch-list.ts';
import { scanNetwork } from '../jobs/scan-network.ts';
import { describeSite, publishSite } from '../jobs/site.ts';
import { quote, readListFile } from '../lists/list-file.ts';
import { countByProblem, type ServerList } from '../lists/server-list.ts';
import { UsageError } from '../model/expected-errors.ts';
import { isNetwork, NETWORKS, type Network } from '../model/network.ts';
import { SOFTWARE_FAMILIES } from '../model/software-family.ts';
import type { Plan } from '../scan/plan.ts';
import { describeSecondLook } from '../scan/second-look.ts';
import { type Arguments, type Command, textOption, textOptions, wholeOption } from './command.ts';
import { createReporter } from './progress-reporter.ts';

/** Software families with a name of their own; each includes its forks. */
const FAMILIES = SOFTWARE_FAMILIES.filter((family) => family !== 'other' && family !== 'unknown');

/** Number of junk lines that are shown one by one; the others are counted. */
const JUNK_SHOWN = 10;

export const scan: Command = {
  synopsis:
    'NETWORK [--source NAME | --list FILE] [--software NAME] [--sample N --seed S] [--limit N] [--no-http]',
  options: {
    source: { type: 'string', multiple: true },
    list: { type: 'string' },
    software: { type: 'string' },
    sample: { type: 'string' },
    seed: { type: 'string' },
    limit: { type: 'string' },
    'no-http': { type: 'boolean' },
    json: { type: 'boolean' },
  },
  run: async (given, { config, out, say, terminal, signal }) => {
    const network = networkOf(given);
    const software = softwareOf(given, network);
    const sample = sampleOf(given);
    const limit = wholeOption(given, 'limit', 1);
    const http = given.options['no-http'] !== true;
    const file = await listOf(given, network);
    const sources = sourcesOf(network, textOptions(given, 'source'), config);

    const store = openConfiguredStore(config);
    const attributor = await openAttribution(config, say);
    const outside = await openClients(config, attributor);
    const reporter = createReporter({ say, terminal });
    try {
      const whole = file ?? (await fetchList({ network, sources, store, http: outside.http, say, software }));
      if (whole === null) return 1;
      reportJunk(whole, say);
      const list = software === null ? whole : takeSoftware(whole, software, { network, store, say });
      if (list === null) return 1;
      const outcome = await scanNetwork({
        ...{ config, store, outside, attributor, network, list, sample, limit, http, signal },
        onStart: (plan, done) => say(describeStart(plan, done)),
        onProgress: reporter.update,
      });
      reporter.end();
      if (outcome.end === 'finished') {
        if (outcome.scan.aliases > 0)
          say(
            `Left out, because they are other names of servers on the list: ${count(outcome.scan.aliases)}`,
          );
        if (outcome.secondLook !== null) say(describeSecondLook(network, outcome.secondLook));
        if (outcome.skipped.length > 0)
          say(
            `Skipped, because the process ended twice while looking at them: ${outcome.skipped.join(', ')}`,
          );
        say(`Scan ${outcome.scan.id} is complete. \`whohosts report\` shows what it found.`);
        // The scan is complete even if the site cannot be written.
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
  if (outcome.end === 'untrusted') return `The scan does not start. ${outcome.why}`;
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

/** The software to scan, in lower case; null for all. Only fediverse servers report theirs. */
function softwareOf(given: Arguments, network: Network): string | null {
  const software = textOption(given, 'software')?.trim().toLowerCase() ?? null;
  if (software === null) return null;
  if (network !== 'fediverse')
    throw new UsageError(`--software: expected with fediverse only, got ${network}`);
  if (!/^[a-z0-9][a-z0-9 ._-]{0,63}$/.test(software))
    throw new UsageError(
      `--software: expected one of ${FAMILIES.join(', ')}, or a name as NodeInfo has it, got ${quote(software)}`,
    );
  return software;
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

/** The list in the file of `--list`; null without it. */
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
    say(`… and ${count(junk.length - JUNK_SHOWN)} more that are not domains, left out`);
  if (junk.length > 0) {
    const reasons = countByProblem(junk).map(([problem, times]) => `${count(times)} × ${problem}`);
    say(`Entries left out, by reason: ${reasons.join(', ')}`);
  }
  if (duplicates > 0) say(`Said more than once on the list, and counted once: ${count(duplicates)}`);
}
