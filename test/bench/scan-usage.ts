/**
 * Loaded into a measured process with --import: at its end it writes what it has used, as JSON, to file
 * descriptor 3.
 */
import { readFileSync, writeSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';

export interface Usage {
  /** User and system time in seconds of the thread that runs JavaScript. */
  readonly mainCpu: number;
  /** The same of all threads. */
  readonly allCpu: number;
  /** Seconds in which it could have run and others had the core; null where the system does not tell. */
  readonly waited: number | null;
  /** Seconds for which its event loop stood still at most, and in the worst hundredth of all moments. */
  readonly stalls: { readonly longest: number; readonly p99: number };
  /** Largest resident set, in bytes. */
  readonly peakMemory: number;
}

const loop = monitorEventLoopDelay({ resolution: 10 });
loop.enable();

process.on('exit', () => {
  const main = process.threadCpuUsage();
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  const usage: Usage = {
    mainCpu: (main.user + main.system) / 1e6,
    allCpu: (userCPUTime + systemCPUTime) / 1e6,
    waited: waitedForCore(),
    stalls: { longest: loop.max / 1e9, p99: loop.percentile(99) / 1e9 },
    peakMemory: maxRSS * 1024,
  };
  writeSync(3, JSON.stringify(usage));
});

/** Linux: the second field, nanoseconds (Documentation/scheduler/sched-stats.rst). */
function waitedForCore(): number | null {
  try {
    return Number(readFileSync('/proc/self/schedstat', 'utf8').split(' ')[1]) / 1e9;
  } catch {
    return null;
  }
}
