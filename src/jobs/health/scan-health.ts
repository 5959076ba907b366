import { NETWORKS, type Network } from '../../model/network.ts';
import type { Store } from '../../store/store.ts';
import { ageHours, DAY_MS, HOUR_MS } from './age.ts';

/** The last scan of a network, and how old it is. */
export interface ScanHealth {
  readonly network: Network;
  /** ISO 8601 in UTC. */
  readonly finishedAt: string;
  readonly ageHours: number;
  readonly sampled: number;
  readonly answered: number;
}

/** A scan is due once a week; it gets a day to run, and a day of grace. */
export const OLDEST_SCAN_DAYS = 9;

export function scanHealth(
  { scans, history }: Pick<Store, 'scans' | 'history'>,
  now: Date,
): readonly ScanHealth[] {
  return NETWORKS.flatMap((network) => {
    const scan = scans.standing(network);
    if (scan === null || scan.finishedAt === null) return [];
    const row = history.totals(scan.id).find(({ layer, key }) => layer === 'status' && key === 'NOERROR');
    return [
      {
        network,
        finishedAt: scan.finishedAt,
        ageHours: ageHours(scan.finishedAt, now),
        sampled: scan.sampled,
        answered: row?.servers ?? 0,
      },
    ];
  });
}

export function neverScanned(scans: readonly ScanHealth[]): readonly Network[] {
  return NETWORKS.filter((network) => !scans.some((scan) => scan.network === network));
}

export function scanProblems(
  scans: readonly ScanHealth[],
  { store, now }: { readonly store: Pick<Store, 'scans'>; readonly now: Date },
): readonly string[] {
  if (scans.length === 0) return ['No scan is complete yet; run `whohosts scan fediverse`, or `npm start`'];
  return [...scans.flatMap((scan) => faultsOf(scan, now)), ...overdueFirstScans(scans, store, now)];
}

function faultsOf({ network, finishedAt, answered }: ScanHealth, now: Date): readonly string[] {
  const age = now.getTime() - Date.parse(finishedAt);
  const again = `run \`whohosts scan ${network}\``;
  if (age < -HOUR_MS) {
    return [
      `The last scan of the ${network} ended in the future (${finishedAt}); set the clock, then ${again}`,
    ];
  }
  if (age > OLDEST_SCAN_DAYS * DAY_MS) {
    return [`The last scan of the ${network} ended ${Math.floor(age / DAY_MS)} days ago; ${again}`];
  }
  return answered === 0
    ? [`In the last scan of the ${network} no server answered; check DNS, then ${again}`]
    : [];
}

/** Each scheduled run scans every network, so a network without a scan after that time fails every time. */
function overdueFirstScans(
  scans: readonly ScanHealth[],
  { scans: stored }: Pick<Store, 'scans'>,
  now: Date,
): readonly string[] {
  const firsts = scans.flatMap(({ network }) => stored.all(network)[0]?.finishedAt ?? []);
  const since = Math.floor((now.getTime() - Math.min(...firsts.map((first) => Date.parse(first)))) / DAY_MS);
  if (since <= OLDEST_SCAN_DAYS) return [];
  return neverScanned(scans).map(
    (network) =>
      `The ${network} was never scanned, ${since} days after the first scan of all; run \`whohosts scan ${network}\``,
  );
}
