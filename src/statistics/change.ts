import { isAccessProvider } from './access-providers.ts';
import { marginOfError, type Sampling } from './margin.ts';
import type { PastShares } from './totals.ts';

/** Number of hosters compared: this many of the largest of each scan, without access providers. */
const LARGEST = 10;

/** A hoster in two scans. Shares are fractions of the servers that answered in each. */
export interface HosterChange {
  readonly id: string;
  readonly name: string;
  readonly serversBefore: number;
  readonly shareBefore: number;
  readonly servers: number;
  readonly share: number;
  /** `share` minus `shareBefore`. */
  readonly change: number;
  /** Half the width of the 95 % interval of `change`; null if both scans were a census. */
  readonly changeMargin: number | null;
  /** The same difference for active users; null unless both scans have some. */
  readonly activeChange: number | null;
}

/** The main figures of one scan, for comparison with another. */
export interface Overview {
  readonly answered: number;
  readonly activeUsers: number;
  /** Share of the servers behind fronts. */
  readonly hidden: number;
  readonly hhi: number | null;
  readonly top5: number | null;
  readonly nakamoto: number | null;
  readonly effective: number | null;
}

export interface Change {
  readonly before: Overview;
  readonly now: Overview;
  /** The ten largest hosters of each scan, sorted by present share; without access providers. */
  readonly hosters: readonly HosterChange[];
}

/** The counts of a scan, with the data that determines their margins. */
export interface CountedScan {
  readonly shares: PastShares;
  readonly sampling: Sampling;
}

/**
 * The changes from one scan of a list to a later one. A hoster that one of them did not see has 0 servers
 * there.
 */
export function compareScans(before: CountedScan, now: CountedScan): Change {
  const ids = new Set([...largest(before.shares), ...largest(now.shares)]);
  const hosters = [...ids].map((id): HosterChange => {
    const [then, today] = [before.shares.hosters.get(id), now.shares.hosters.get(id)];
    const [shareBefore, share] = [
      part(then?.servers, before.shares.answered),
      part(today?.servers, now.shares.answered),
    ];
    const known = before.shares.activeUsers > 0 && now.shares.activeUsers > 0;
    return {
      id,
      name: today?.name ?? then?.name ?? id,
      serversBefore: then?.servers ?? 0,
      shareBefore,
      servers: today?.servers ?? 0,
      share,
      change: share - shareBefore,
      changeMargin: differenceMargin(
        marginOfError(then?.servers ?? 0, before.shares.answered, before.sampling),
        marginOfError(today?.servers ?? 0, now.shares.answered, now.sampling),
      ),
      activeChange: known
        ? part(today?.activeUsers, now.shares.activeUsers) -
          part(then?.activeUsers, before.shares.activeUsers)
        : null,
    };
  });
  return {
    before: overview(before.shares),
    now: overview(now.shares),
    hosters: hosters.sort((a, b) => b.share - a.share || (a.id < b.id ? -1 : 1)),
  };
}

/**
 * Half the width of the 95 % interval of the difference of two independent shares: their variances add up.
 * Null for two censuses.
 */
export function differenceMargin(before: number | null, now: number | null): number | null {
  return before === null && now === null ? null : Math.hypot(before ?? 0, now ?? 0);
}

function largest({ hosters }: PastShares): readonly string[] {
  return [...hosters]
    .filter(([, hoster]) => !isAccessProvider(hoster))
    .sort(([a, x], [b, y]) => y.servers - x.servers || (a < b ? -1 : 1))
    .slice(0, LARGEST)
    .map(([id]) => id);
}

function overview({ answered, activeUsers, hidden, concentration }: PastShares): Overview {
  const { hhi, top5, nakamoto, effective } = concentration;
  return { answered, activeUsers, hidden: part(hidden.servers, answered), hhi, top5, nakamoto, effective };
}

function part(count: number | undefined, total: number): number {
  return total === 0 ? 0 : (count ?? 0) / total;
}
