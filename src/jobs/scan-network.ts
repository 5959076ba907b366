import { join } from 'node:path';
import type { Attributor } from '../attribution/attributor.ts';
import type { Config } from '../config.ts';
import type { ServerList } from '../lists/server-list.ts';
import { createLook } from '../look/look.ts';
import type { Network } from '../model/network.ts';
import { REMEMBERED_MS } from '../net/dns/cache.ts';
import { distrust } from '../net/dns/examine.ts';
import { deadOf } from '../scan/dead.ts';
import { type Plan, planScan } from '../scan/plan.ts';
import type { Progress } from '../scan/progress.ts';
import { runScan, type ScanOutcome } from '../scan/run.ts';
import { takeLock } from '../store/lock.ts';
import type { Store } from '../store/store.ts';
import { dnsRateOf, type OpenClients, openOptOuts, resolversOf } from './app.ts';
import { clockFault } from './clock-fault.ts';

export interface ScanNetworkOptions {
  readonly config: Config;
  readonly store: Store;
  readonly outside: OpenClients;
  readonly attributor: Attributor;
  readonly network: Network;
  readonly list: ServerList;
  readonly sample: { readonly size: number; readonly seed: string } | null;
  readonly limit: number | null;
  readonly http: boolean;
  readonly signal: AbortSignal;
  /** `done`: number of servers that an earlier run already looked at; null for a new scan. */
  readonly onStart: (plan: Plan, done: number | null) => void;
  readonly onProgress: (progress: Progress) => void;
}

/** Longer than DNS answers are cached. */
const SECOND_LOOK_AFTER_MS = REMEMBERED_MS + 1000;

/**
 * Plans and runs one scan of a list, by command or by schedule. `busy`: another process is scanning into this
 * database. `untrusted`: the resolvers, the clock or the address data would make the figures wrong.
 */
export async function scanNetwork(
  options: ScanNetworkOptions,
): Promise<ScanOutcome | { readonly end: 'busy' } | { readonly end: 'untrusted'; readonly why: string }> {
  const { config, store, outside, attributor, network, list, sample, limit, http, signal, onProgress } =
    options;
  const optOuts = openOptOuts();
  const plan = planScan({ network, list, optOuts, managed: attributor.isManaged, sample, limit, http });
  const lock = takeLock(join(config.dataDir, 'scan.lock'));
  if (lock === null) return { end: 'busy' };
  try {
    const why =
      clockFault(new Date(), attributor.sources) ?? (await distrust(resolversOf(config), dnsRateOf(config)));
    if (why !== null) return { end: 'untrusted', why };
    const silent = store.history.silent(network);
    const dead = deadOf(silent, new Date());
    return await runScan(plan, {
      scans: store.scans,
      history: store.history,
      secondLookAfterMs: SECOND_LOOK_AFTER_MS,
      look: createLook({
        network,
        dns: outside.dns,
        http: http ? outside.http : null,
        ports: list.ports,
        lastKnown: (domain) => store.history.delegation(network, domain),
        isDead: (domain) => dead.has(domain),
      }),
      attributor,
      slow: new Set(silent.map(({ domain }) => domain)),
      concurrency: config.dnsConcurrency + (http ? config.httpConcurrency : 0),
      waiting: outside.waiting,
      signal,
      onStart: (_, done) => options.onStart(plan, done),
      onProgress,
    });
  } finally {
    lock.release();
  }
}
