import { join } from 'node:path';
import type { Attributor } from '../attribution/attributor.ts';
import type { BotLog } from '../bot/runtime/log.ts';
import type { Config } from '../config.ts';
import { NETWORKS, type Network } from '../model/network.ts';
import { describeSecondLook } from '../scan/second-look.ts';
import type { Store } from '../store/store.ts';
import { errorStack } from '../text/error-text.ts';
import { openClients } from './app.ts';
import { fetchList, sourcesOf } from './fetch-list.ts';
import { scanNetwork } from './scan-network.ts';
import { publishSite } from './site.ts';

export interface ScanAllOptions {
  readonly config: Config;
  readonly store: Store;
  readonly attributor: Attributor;
  readonly log: BotLog;
  readonly signal: AbortSignal;
}

/**
 * Scans networks one after another, each with its default source. A failure is logged and does not stop the
 * next scan. It opens its own clients, so that answers to people do not queue behind a scan.
 */
export async function scanAll(networks: readonly Network[], options: ScanAllOptions): Promise<void> {
  const outside = await openClients(options.config, options.attributor);
  try {
    for (const network of networks) {
      if (options.signal.aborted) return;
      await scanOne(network, outside, options).catch((error: unknown) =>
        options.log.error({ network, error: errorStack(error) }, 'a scan failed'),
      );
    }
  } finally {
    await outside.close();
  }
  if (!options.signal.aborted) await tellOnSite(options);
}

/** Writes one site for all networks, after all of them were scanned. */
async function tellOnSite({ config, attributor, log, signal }: ScanAllOptions): Promise<void> {
  const directory = join(config.dataDir, 'site');
  const outcome = await publishSite(
    { directory, sources: attributor.sources },
    { say: (line) => log.warn({ line }, 'the site'), signal },
  );
  if (outcome.end === 'failed') log.error({ problem: outcome.problem }, 'the site could not be written');
  else log.info(outcome, 'the site');
}

async function scanOne(
  network: Network,
  outside: Awaited<ReturnType<typeof openClients>>,
  { config, store, attributor, log, signal }: ScanAllOptions,
): Promise<void> {
  const said: string[] = [];
  const sources = sourcesOf(network, [], config);
  const list = await fetchList({
    network,
    sources,
    store,
    http: outside.http,
    say: (line) => void said.push(line),
  });
  if (list === null) return log.error({ network, said }, 'no scan: the list of servers is unavailable');
  log.info({ network, servers: list.domains.length }, 'scanning');
  const outcome = await scanNetwork({
    ...{ config, store, outside, attributor, network, list, signal },
    sample: null,
    limit: null,
    http: true,
    onStart: () => undefined,
    onProgress: () => undefined,
  });
  if (outcome.end === 'finished') {
    if (outcome.secondLook !== null)
      log.warn({ network, ...outcome.secondLook }, describeSecondLook(network, outcome.secondLook));
    if (outcome.skipped.length > 0)
      log.error(
        { network, skipped: outcome.skipped },
        'skipped: the process ended twice while looking at them',
      );
    log.info({ network, scan: outcome.scan.id }, 'scan complete');
  } else if (outcome.end === 'untrusted')
    log.error({ network, why: outcome.why }, 'no scan: its figures could not be trusted');
  else if (outcome.end === 'interrupted') log.info({ network, left: outcome.left }, 'scan interrupted');
  else if (outcome.end === 'busy') log.warn({ network }, 'no scan: another process scans into this database');
  else log.error({ network, left: outcome.left }, 'no scan: no resolver answers; see DNS_SERVERS');
}

/**
 * Networks whose scheduled scan was interrupted and can continue. A scan of another list, or of a part of it,
 * was started by the operator, who continues it.
 */
export function interruptedScans(config: Config, store: Store): readonly Network[] {
  return NETWORKS.filter((network) => {
    const [source] = sourcesOf(network, [], config);
    const scan = store.scans.unfinished(network)?.scan;
    return scan?.source === source.name && scan.sampled === scan.population;
  });
}
