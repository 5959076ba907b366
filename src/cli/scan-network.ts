import { join } from 'node:path';
import { type Outside, openOptOuts } from '../app.ts';
import type { Attributor } from '../attribution/attributor.ts';
import type { Config } from '../config.ts';
import { createLook } from '../look/look.ts';
import type { Network } from '../model/network.ts';
import { type Plan, planScan } from '../scan/plan.ts';
import type { Progress } from '../scan/progress.ts';
import { runScan, type ScanOutcome } from '../scan/run.ts';
import type { ServerList } from '../servers/server-list.ts';
import { takeLock } from '../store/lock.ts';
import type { Store } from '../store/store.ts';

export interface ScanNetworkOptions {
  readonly config: Config;
  readonly store: Store;
  readonly outside: Outside;
  readonly attributor: Attributor;
  readonly network: Network;
  readonly list: ServerList;
  readonly sample: { readonly size: number; readonly seed: string } | null;
  readonly limit: number | null;
  readonly http: boolean;
  readonly signal: AbortSignal;
  /** `done`: how many servers were looked at before; null for a new scan. */
  readonly onStart: (plan: Plan, done: number | null) => void;
  readonly onProgress: (progress: Progress) => void;
}

/** Plans and runs one scan of a list, by command or by schedule; `busy` while another process scans into this database. */
export async function scanNetwork(
  options: ScanNetworkOptions,
): Promise<ScanOutcome | { readonly end: 'busy' }> {
  const { config, store, outside, attributor, network, list, sample, limit, http, signal, onProgress } =
    options;
  const optOuts = openOptOuts();
  const plan = planScan({ network, list, optOuts, managed: attributor.isManaged, sample, limit, http });
  const lock = takeLock(join(config.dataDir, 'scan.lock'));
  if (lock === null) return { end: 'busy' };
  try {
    return await runScan(plan, {
      scans: store.scans,
      look: createLook({
        network,
        dns: outside.dns,
        http: http ? outside.http : null,
        ports: list.ports,
      }),
      attributor,
      concurrency: config.dnsConcurrency + (http ? config.httpConcurrency : 0),
      signal,
      onStart: (_, done) => options.onStart(plan, done),
      onProgress,
    });
  } finally {
    lock.release();
  }
}
