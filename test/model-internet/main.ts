import { fstatSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { benchInternet } from './bench.ts';
import { type InternetOptions, startInternet } from './internet.ts';
import { readCsv } from './networks/csv.ts';
import { modelFediverse } from './networks/fediverse.ts';
import { fourNetworks, writeLists } from './networks/four-networks.ts';

/**
 * The model internet as a process of its own. Prints the environment that points the product at it, a line a
 * variable, on stdout, and what it made as JSON on stderr; stays until SIGTERM, SIGINT or the end of a stdin
 * that is a pipe.
 */
const USAGE = `node test/model-internet/main.ts --csv FILE | --model | --networks | --bench N
  --csv FILE   columns domain, ip, software, users
  --model      an invented fediverse of 400 servers
  --networks   the same, and XMPP, Matrix and web servers; the paths of their lists are told with what was made
  --bench N    N servers with latency, 30 % of them dead
  --seed TEXT  for --model, --networks and --bench (default 1)
  --no-latency for --bench: answers at once`;

/** Lasts as long as the model. */
let listFolder: string | null = null;

function made(what: Readonly<Record<string, unknown>>): void {
  process.stderr.write(`${JSON.stringify(what)}\n`);
}

async function chosen(): Promise<InternetOptions> {
  const { values } = parseArgs({
    options: {
      csv: { type: 'string' },
      model: { type: 'boolean' },
      networks: { type: 'boolean' },
      bench: { type: 'string' },
      seed: { type: 'string', default: '1' },
      'no-latency': { type: 'boolean' },
    },
  });
  if (values.csv !== undefined) {
    const { servers, without, repeated, skipped } = await readCsv(values.csv);
    made({ servers: servers.length, nxdomain: without.length, repeated, skipped });
    return { servers };
  }
  if (values.bench !== undefined) {
    const count = Number(values.bench);
    if (!Number.isSafeInteger(count) || count < 1 || count > 1e7)
      throw new Error(`--bench: not a number of servers`);
    const { servers, latency, made: counts } = benchInternet({ count, seed: values.seed });
    made({ ...counts });
    return values['no-latency'] ? { servers, log: false } : { servers, latency, log: false };
  }
  if (values.networks === true) {
    const { fediverse, others, lists } = fourNetworks(values.seed);
    listFolder = await mkdtemp(join(tmpdir(), 'whohosts-lists-'));
    made({ servers: fediverse.length + others.length, lists: await writeLists(listFolder, lists) });
    return { servers: [...fediverse, ...others] };
  }
  if (values.model !== true) throw new Error('one of --csv, --model, --networks and --bench');
  const servers = modelFediverse({ seed: values.seed });
  made({ servers: servers.length });
  return { servers };
}

async function ended(): Promise<void> {
  await new Promise((resolve) => {
    process.once('SIGTERM', resolve).once('SIGINT', resolve);
    // Only a pipe tells that its parent has gone: in the background stdin is /dev/null, at its end from the
    // start.
    const stdin = fstatSync(0);
    if (stdin.isFIFO() || stdin.isSocket())
      process.stdin.once('end', resolve).once('error', resolve).resume();
    else setInterval(() => undefined, 2 ** 30);
  });
}

try {
  const internet = await startInternet(await chosen());
  for (const [name, value] of Object.entries(internet.environment()))
    process.stdout.write(`${name}=${value}\n`);
  await ended();
  const { user, system } = process.cpuUsage();
  const cpuMs = Math.round((user + system) / 1000);
  made({ dns: internet.dns.count, https: internet.https.count, cpuMs });
  await internet.stop();
  if (listFolder !== null) await rm(listFolder, { recursive: true });
  process.exit(0);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n${USAGE}\n`);
  process.exit(2);
}
