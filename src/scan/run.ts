import { setTimeout } from 'node:timers/promises';
import type { Attributor } from '../attribution/attributor.ts';
import type { Look } from '../look/look.ts';
import type { Domain } from '../model/domain.ts';
import { MOST_LIVES } from '../model/lives.ts';
import { isUnheard } from '../model/observation.ts';
import { knownSince, type Scan } from '../model/scan.ts';
import type { ServerResult } from '../model/server-result.ts';
import { judgeClaim } from '../statistics/plausible.ts';
import type { HistoryStore } from '../store/history.ts';
import type { ScanStore } from '../store/scans.ts';
import type { ChangedServer } from '../store/settle.ts';
import { findAliases } from './aliases.ts';
import { findHoster } from './find.ts';
import { orderOf } from './order.ts';
import { createPace, runAtPace } from './pace.ts';
import type { Plan } from './plan.ts';
import { namePlatforms } from './platforms.ts';
import type { Progress } from './progress.ts';
import { createRecorder } from './recorder.ts';
import { confirms, doubted, SCANS_OF_HISTORY, type SecondLook } from './second-look.ts';

export interface RunOptions {
  readonly scans: ScanStore;
  /** Earlier totals, to judge which changes are usual. Without it, only the number of changes counts. */
  readonly history?: Pick<HistoryStore, 'totals'>;
  readonly look: Look;
  readonly attributor: Attributor;
  /** Most concurrent looks. */
  readonly concurrency: number;
  /** Number of waiting queries and connections, so that no more looks start than can send their requests. */
  readonly waiting?: () => number;
  readonly signal: AbortSignal;
  /** Servers that did not answer last time. Their timeouts should not start at the end. */
  readonly slow?: ReadonlySet<Domain>;
  /**
   * Milliseconds to wait before changed servers are asked again, so that no cached answer is used. Default:
   * 0.
   */
  readonly secondLookAfterMs?: number;
  /** `done`: number of servers that an earlier run already looked at; null for a new scan. */
  readonly onStart?: (scan: Scan, done: number | null) => void;
  readonly onProgress?: (progress: Progress) => void;
  readonly now?: () => Date;
}

export type ScanOutcome =
  | {
      readonly end: 'finished';
      readonly scan: Scan;
      readonly secondLook: SecondLook | null;
      /** Servers that were skipped because the process ended twice during their look. */
      readonly skipped: readonly Domain[];
    }
  /**
   * Stopped early, by the signal or because no resolver answers. The same plan continues where it stopped.
   */
  | { readonly end: 'interrupted' | 'no DNS'; readonly scan: Scan; readonly left: number };

/** If the first this many servers all get no answer from DNS, our resolver has failed, not they. */
const SILENT_FROM_THE_START = 100;
/**
 * On real lists about 5 % of servers get no answer. If a much larger fraction (and not only a few) does, the
 * resolver failed during the scan.
 */
const MOST_UNHEARD = 0.25;

/**
 * Runs a plan: looks at every server once, across interruptions. Servers without an answer from DNS are kept
 * back until the end. Too many of them mean that our resolver failed; then the scan stays open and asks them
 * again. An unfinished scan with another plan for the same network is abandoned.
 *
 * A look is marked as begun before it starts. If the process ends, the marked servers are looked at one by
 * one in its next life, after all others. A server whose look ends that life too is skipped.
 */
export async function runScan(plan: Plan, options: RunOptions): Promise<ScanOutcome> {
  const { scans, concurrency, waiting = () => 0, signal, onStart, onProgress } = options;
  const { now = () => new Date() } = options;
  const { scan, resumed } = beginOrResume(scans, plan, now());
  const pending = scans.pending(scan.id);
  const alreadyDone = plan.domains.length - pending.length;
  onStart?.(scan, resumed ? alreadyDone : null);
  const lives = scans.begun.read(scan.id);
  const skipped = pending.filter((domain) => (lives.get(domain) ?? 0) >= MOST_LIVES);
  const suspects = pending.filter((domain) => {
    const count = lives.get(domain) ?? 0;
    return count > 0 && count < MOST_LIVES;
  });
  const startedAt = now().getTime();
  let answered = scans.answered(scan.id);
  let doneNow = 0;
  const unheard: ServerResult[] = [];
  const deaf = (): boolean =>
    alreadyDone === 0 && doneNow >= SILENT_FROM_THE_START && unheard.length === doneNow;

  const lookAtAll = async (domains: readonly Domain[], atOnce: number): Promise<void> => {
    const recorder = createRecorder(scans, scan.id, domains, atOnce === 1 ? 1 : undefined);
    const lookAndRecord = async (domain: Domain): Promise<void> => {
      const finding = await lookAt(domain, options);
      if (isUnheard(finding.observation.status)) {
        unheard.push(finding);
        recorder.postpone(domain);
      } else recorder.add(finding);
      doneNow += 1;
      if (finding.observation.status === 'NOERROR') answered += 1;
      onProgress?.({
        done: alreadyDone + doneNow,
        total: plan.domains.length,
        answered,
        doneNow,
        startedAt,
      });
    };
    try {
      await runAtPace(createPace({ most: atOnce, waiting }), () => {
        const domain = signal.aborted || deaf() ? null : recorder.next();
        return domain === null ? null : lookAndRecord(domain);
      });
      recorder.flush();
    } finally {
      recorder.stop();
    }
  };

  const unbegun = pending.filter((domain) => !lives.has(domain));
  await lookAtAll(orderOf(unbegun, options.slow ?? new Set()), concurrency);
  await lookAtAll(suspects, 1);
  const left = pending.length - skipped.length - doneNow;
  const tooMany =
    unheard.length >= SILENT_FROM_THE_START && unheard.length > MOST_UNHEARD * plan.domains.length;
  const isDeaf = deaf() || (left === 0 && tooMany);
  if (isDeaf || left > 0) {
    // The process is alive, so none of these looks ended it.
    scans.begun.clear(scan.id);
    return { end: isDeaf ? 'no DNS' : 'interrupted', scan, left: left + unheard.length };
  }
  scans.record(scan.id, [...unheard, ...skipped.map((domain) => notLookedAt(domain, plan, now()))]);
  const secondLook = await lookAgain(scan, options);
  if (secondLook === 'interrupted') return { end: 'interrupted', scan, left: 0 };
  const finishing = {
    knownSince: knownSince(scan.startedAt),
    judge: judgeClaim,
    nameOperators: namePlatforms,
    // In the other networks one host may serve many domains, and each is a server of its own.
    ...(plan.network === 'fediverse' ? { findAliases } : {}),
  };
  const finished = scans.finish(scan.id, now().toISOString(), finishing);
  return { end: 'finished', scan: finished, secondLook, skipped };
}

async function lookAt(domain: Domain, { look, attributor }: RunOptions): Promise<ServerResult> {
  return findHoster(attributor, await look(domain));
}

/** A server whose look ended the process, so that nothing is known about it this time. */
function notLookedAt(domain: Domain, { network }: Plan, now: Date): ServerResult {
  const nothing = { endpoints: [], cname: [], ptr: {}, self: null, declared: null };
  return {
    observation: {
      ...nothing,
      domain,
      network,
      observedAt: now.toISOString(),
      status: 'TIMEOUT',
      http: 'SKIPPED',
      delegation: 'held',
    },
    addresses: [],
    attribution: null,
    agree: true,
  };
}

/** In a week with unusual changes, asks the changed servers once more. Unconfirmed changes are withheld. */
async function lookAgain(scan: Scan, options: RunOptions): Promise<SecondLook | null | 'interrupted'> {
  const { scans, history, signal, concurrency, waiting = () => 0, secondLookAfterMs = 0 } = options;
  const since = knownSince(scan.startedAt);
  const changed = scans.settling.changed(scan.id, since);
  if (changed.length === 0) return null;
  const past = history === undefined ? [] : scans.all(scan.network).slice(-SCANS_OF_HISTORY);
  const totals = past.map(({ id }) => history?.totals(id) ?? []);
  const asked = new Set(doubted(changed, scans.settling.compared(scan.id, since), totals));
  if (asked.size === 0) return null;
  await setTimeout(secondLookAfterMs, undefined, { signal }).catch(() => undefined);
  const queue = changed.filter(({ domain }) => asked.has(domain)).values();
  const heldBack: Domain[] = [];
  const askAgain = async (server: ChangedServer): Promise<void> => {
    const second = await lookAt(server.domain, options);
    if (!confirms(server, second)) heldBack.push(server.domain);
  };
  await runAtPace(createPace({ most: concurrency, waiting }), () => {
    const next = signal.aborted ? undefined : queue.next().value;
    return next === undefined ? null : askAgain(next);
  });
  if (signal.aborted) return 'interrupted';
  scans.settling.withhold(scan.id, heldBack);
  return { asked: asked.size, heldBack: heldBack.sort() };
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
  const { network, population, fingerprint, domains, http } = plan;
  const startedAt = now.toISOString();
  const asked = http === undefined ? {} : { http };
  const scan = scans.begin({ network, population, fingerprint, domains, startedAt, ...asked });
  return { scan, resumed: false };
}
