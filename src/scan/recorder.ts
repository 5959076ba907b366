import type { Domain } from '../model/domain.ts';
import type { ServerResult } from '../model/server-result.ts';
import type { ScanStore } from '../store/scans.ts';

/** Commits a running scan's findings, and the looks that are about to start. */
export interface Recorder {
  /** The next server to look at; null at the end. Servers are marked as begun in batches. */
  next(): Domain | null;
  add(finding: ServerResult): void;
  /** The look ended, but its finding is held back. */
  postpone(domain: Domain): void;
  flush(): void;
  /** Stops the timer. Uncommitted findings wait for `flush`. */
  stop(): void;
}

/** Findings per commit, and looks that are marked as begun at once: what a crash can lose. */
const BATCH = 50;
/** Longest time in milliseconds until a finding is on disk. */
const FLUSH_MS = 5000;

/**
 * @param batch findings per commit, and looks that are marked at once. 1 shows exactly which look ended a
 * process.
 */
export function createRecorder(
  scans: ScanStore,
  scanId: number,
  queue: readonly Domain[],
  batch = BATCH,
): Recorder {
  let findings: ServerResult[] = [];
  let postponed: Domain[] = [];
  let given = 0;
  let marked = 0;
  const flush = (): void => {
    if (findings.length > 0) scans.record(scanId, findings);
    if (postponed.length > 0) scans.begun.clear(scanId, postponed);
    findings = [];
    postponed = [];
  };
  const clock = setInterval(flush, FLUSH_MS);
  clock.unref();
  const flushIfFull = () => {
    if (findings.length + postponed.length >= batch) flush();
  };
  return {
    next() {
      const domain = queue[given];
      if (domain === undefined) return null;
      if (given === marked) {
        const chunk = queue.slice(marked, marked + batch);
        scans.begun.mark(scanId, chunk);
        marked += chunk.length;
      }
      given += 1;
      return domain;
    },
    add(finding) {
      findings.push(finding);
      flushIfFull();
    },
    postpone(domain) {
      postponed.push(domain);
      flushIfFull();
    },
    flush,
    stop: () => clearInterval(clock),
  };
}
