import { existsSync } from 'node:fs';
import { OLDEST_SCAN_DAYS } from '../../jobs/health/scan-health.ts';
import { StoreError } from '../../model/expected-errors.ts';
import { NETWORKS } from '../../model/network.ts';
import { openStore, type Store } from '../../store/store.ts';
import { type Check, daysBetween, failed, ok, warn } from './check.ts';

const LONGEST_SCAN_DAYS = 2;
/** Milliseconds. Clocks that were set by hand differ by up to this much. */
const CLOCK_SLACK_MS = 3_600_000;

/** Checks whether the database is intact, and its scans are recent and finished. */
export function checkDatabase(file: string, now: Date): readonly Check[] {
  const first = 'run `whohosts scan fediverse`, or `npm start` to scan by schedule';
  if (!existsSync(file)) return [warn('database', 'there is none yet', first)];
  let store: Store;
  try {
    store = openStore(file);
  } catch (error) {
    if (error instanceof StoreError) return [failed('database', 'it cannot be used', error.message)];
    throw error;
  }
  try {
    const scans = NETWORKS.flatMap((network) => {
      const finished = checkLatest(network, store.scans.standing(network)?.finishedAt ?? null, now);
      const begun = checkUnfinished(network, store.scans.unfinished(network)?.scan.startedAt ?? null, now);
      return [finished, begun].filter((check) => check !== null);
    });
    const none = scans.length === 0 ? [warn('scans', 'there is none yet', first)] : [];
    return [ok('database', `${file} is sound`), ...none, ...scans];
  } finally {
    store.close();
  }
}

function checkLatest(network: string, finishedAt: string | null, now: Date): Check | null {
  if (finishedAt === null) return null;
  const days = daysBetween(new Date(finishedAt), now);
  const message = `the last one of the ${network} ended ${finishedAt}`;
  if (Date.parse(finishedAt) > now.getTime() + CLOCK_SLACK_MS) {
    return warn(
      'scans',
      `${message}, which is in the future`,
      `set the clock, then run \`whohosts scan ${network}\`: until then its figures belong to a future week`,
    );
  }
  if (days <= OLDEST_SCAN_DAYS) return ok('scans', message);
  return warn(
    'scans',
    `${message}, ${days} days ago`,
    `run \`whohosts scan ${network}\`, or see why SCAN_CRON does not`,
  );
}

function checkUnfinished(network: string, startedAt: string | null, now: Date): Check | null {
  if (startedAt === null) return null;
  const message = `one of the ${network} runs or waits since ${startedAt}`;
  if (daysBetween(new Date(startedAt), now) < LONGEST_SCAN_DAYS) return ok('scans', message);
  return warn('scans', message, `\`whohosts scan ${network}\` resumes it`);
}
