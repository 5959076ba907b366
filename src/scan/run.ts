import type { Attributor } from '../attribution/attributor.ts';
import type { Look } from '../look/look.ts';
import type { Domain } from '../model/domain.ts';
import type { Finding } from '../model/finding.ts';
import type { DnsStatus } from '../model/observation.ts';
import type { Scan } from '../model/scan.ts';
import { judgeClaim } from '../statistics/plausible.ts';
import type { ScanStore } from '../store/scans.ts';
import { findAliases } from './aliases.ts';
import { findHoster } from './find.ts';
import type { Plan } from './plan.ts';
import { namePlatforms } from './platforms.ts';
import type { Progress } from './progress.ts';

export interface RunOptions {
  readonly scans: ScanStore;
  readonly look: Look;
  readonly attributor: Attributor;
  /** Looks under way at once. */
  readonly concurrency: number;
  readonly signal: AbortSignal;
  /** `done`: how many servers were looked at before; null for a new scan. */
  readonly onStart?: (scan: Scan, done: number | null) => void;
  readonly onProgress?: (progress: Progress) => void;
  readonly now?: () => Date;
}

export type ScanOutcome =
  | { readonly end: 'finished'; readonly scan: Scan }
  /** Stopped before its end, by the signal or because no resolver answers; the same plan goes on where it ended. */
  | { readonly end: 'interrupted' | 'no DNS'; readonly scan: Scan; readonly left: number };

/** Findings are kept in batches: a commit each would wait for the disk more than for the network. */
const BATCH = 200;
/** When this many servers get no word from DNS, from the first on, it is our resolver that is gone and not they. */
const SILENT_FROM_THE_START = 100;
/** Of real lists some 5 % end so; when so large a part does, and not just a handful, the resolver failed on the way. */
const MOST_UNHEARD = 0.25;
/** What says nothing of the server: its name servers may have failed, or our resolver, or the way to either. */
const UNHEARD: ReadonlySet<DnsStatus> = new Set<DnsStatus>(['TIMEOUT', 'SERVFAIL', 'REFUSED', 'FORMERR']);

/**
 * Runs a plan: every server is looked at once, across interruptions. What was found is committed in batches; what was under
 * way when the process died is looked at again. Servers without a word from DNS are kept back to the end: too many of them
 * are our resolver's failure, and then the scan stays open and asks them again. An unfinished scan of another plan of the same
 * network is given up.
 */
export async function runScan(plan: Plan, options: RunOptions): Promise<ScanOutcome> {
  const {
    scans,
    look,
    attributor,
    concurrency,
    signal,
    onStart,
    onProgress,
    now = () => new Date(),
  } = options;
  const { scan, resumed } = beginOrResume(scans, plan, now());
  const pending = scans.pending(scan.id);
  const alreadyDone = plan.domains.length - pending.length;
  onStart?.(scan, resumed ? alreadyDone : null);
  const startedAt = now().getTime();
  let answered = scans.answered(scan.id);
  let doneNow = 0;
  let batch: Finding[] = [];
  const unheard: Finding[] = [];
  const flush = (): void => {
    if (batch.length > 0) scans.record(scan.id, batch);
    batch = [];
  };
  const deaf = (): boolean =>
    alreadyDone === 0 && doneNow >= SILENT_FROM_THE_START && unheard.length === doneNow;

  const queue: Iterator<Domain> = shuffled(pending).values();
  const worker = async (): Promise<void> => {
    while (!signal.aborted && !deaf()) {
      const next = queue.next();
      if (next.done === true) return;
      const finding = findHoster(attributor, await look(next.value));
      const { status } = finding.observation;
      (UNHEARD.has(status) ? unheard : batch).push(finding);
      doneNow += 1;
      if (status === 'NOERROR') answered += 1;
      if (batch.length >= BATCH) flush();
      onProgress?.({ done: alreadyDone + doneNow, total: plan.domains.length, answered, doneNow, startedAt });
    }
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, pending.length) }, worker));
  flush();
  const left = pending.length - doneNow;
  const tooMany =
    unheard.length >= SILENT_FROM_THE_START && unheard.length > MOST_UNHEARD * plan.domains.length;
  if (deaf() || (left === 0 && tooMany)) return { end: 'no DNS', scan, left: left + unheard.length };
  if (left > 0) return { end: 'interrupted', scan, left: left + unheard.length };
  scans.record(scan.id, unheard);
  const finishing = {
    judge: judgeClaim,
    nameOperators: namePlatforms,
    // In the other networks one host may serve many domains, and each is a server of its own.
    ...(plan.network === 'fediverse' ? { findAliases } : {}),
  };
  return { end: 'finished', scan: scans.finish(scan.id, now().toISOString(), finishing) };
}

/**
 * In random order (Fisher and Yates), because neighbours on a list are often neighbours on a machine, and would otherwise all be
 * asked at once.
 */
function shuffled<T>(items: readonly T[]): readonly T[] {
  const order = [...items];
  for (let at = order.length - 1; at > 0; at -= 1) {
    const other = Math.floor(Math.random() * (at + 1));
    [order[at], order[other]] = [order[other] as T, order[at] as T];
  }
  return order;
}

function beginOrResume(
  scans: ScanStore,
  plan: Plan,
  now: Date,
): { readonly scan: Scan; readonly resumed: boolean } {
  const unfinished = scans.unfinished(plan.network);
  if (unfinished !== null && unfinished.fingerprint === plan.fingerprint)
    return { scan: unfinished.scan, resumed: true };
  if (unfinished !== null) scans.abandon(unfinished.scan.id);
  const { network, population, fingerprint, domains } = plan;
  const scan = scans.begin({ network, population, fingerprint, domains, startedAt: now.toISOString() });
  return { scan, resumed: false };
}
