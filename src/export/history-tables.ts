import { NETWORKS, type Network } from '../model/network.ts';
import type { Scan } from '../model/scan.ts';
import type { Mover } from '../model/server.ts';
import { isoWeek } from '../model/week.ts';
import { hosterBounds } from '../statistics/bounds.ts';
import { earlierComparable, isComparable, scanOfEachWeek } from '../statistics/comparable-scans.ts';
import { countAnswered, readTotals } from '../statistics/totals.ts';
import type { Total } from '../store/history.ts';
import type { StoredStay } from '../store/stays.ts';
import type { Store } from '../store/store.ts';
import { moverColumns } from './report-tables.ts';
import { defineTable, integer, networkColumn, number, type Table, text, time } from './table.ts';

const weekOf = (scan: Scan): string => isoWeek(scan.finishedAt ?? scan.startedAt);
const allScans = (store: Store): Scan[] => NETWORKS.flatMap((network) => store.scans.all(network));

export function scanTable(store: Store): Table {
  return defineTable<Scan>({
    name: 'scans',
    what: 'every complete scan',
    rows: () => allScans(store),
    columns: [
      integer('scan_id', 'number of the scan', ({ id }) => id),
      networkColumn(({ network }) => network),
      text('week', 'ISO 8601 week in which it finished', weekOf),
      time('started_at', 'ISO 8601, UTC; in Parquet a timestamp', ({ startedAt }) => startedAt),
      time('finished_at', 'ISO 8601, UTC; in Parquet a timestamp', ({ finishedAt }) => finishedAt),
      text('source', 'name of the list', ({ source }) => source),
      integer('population', 'N: servers on the list', ({ population }) => population),
      integer('sampled', 'n: servers that were looked at', ({ sampled }) => sampled),
      text('seed', 'of the random sample; null for a census', ({ seed }) => seed),
      integer('opted_out', 'servers left out by wish', ({ optedOut }) => optedOut),
    ],
  });
}

interface WeekTotal {
  readonly scan: Scan;
  readonly total: Total;
  readonly answered: number;
  readonly activeUsers: number;
  /** Servers behind fronts, and those that could not be asked. */
  readonly unseen: number;
}

/** What the scans counted, with what the bounds need. */
function* weekTotals(store: Store, scans: Iterable<Scan>): Generator<WeekTotal> {
  for (const scan of scans) {
    const totals = store.history.totals(scan.id);
    const all = countAnswered(totals);
    const { hidden, undetermined } = readTotals(totals);
    const unseen = hidden.servers + undetermined.servers;
    for (const total of totals) {
      yield { scan, total, answered: all.servers, activeUsers: all.activeUsers, unseen };
    }
  }
}

const shareOf = ({ total, answered }: WeekTotal): number | null =>
  total.layer === 'status' || answered === 0 ? null : total.servers / answered;
const activeShareOf = ({ total, activeUsers }: WeekTotal): number | null =>
  total.layer === 'status' || activeUsers === 0 ? null : total.activeUsers / activeUsers;
const maxOf = ({ total, answered, unseen }: WeekTotal): number | null =>
  total.layer !== 'hoster' || answered === 0 ? null : hosterBounds(total.servers, unseen, answered).max;

/** The tidy time series: a row for each week, network, layer and id. */
export function seriesTable(store: Store): Table {
  return defineTable<WeekTotal>({
    name: 'series',
    what: 'the time series: what every hoster, front, operator, kind and country held, week by week',
    *rows() {
      for (const network of NETWORKS) {
        const scans = [...scanOfEachWeek(store.scans.all(network)).values()].sort((a, b) => a.id - b.id);
        for (const row of weekTotals(store, scans)) if (row.total.layer !== 'status') yield row;
      }
    },
    columns: [
      text('week', 'ISO 8601 week; of several scans in a week the last counts', ({ scan }) => weekOf(scan)),
      networkColumn(({ scan }) => scan.network),
      text(
        'layer',
        'hoster, front, operator, kind or country; never to be added up',
        ({ total }) => total.layer,
      ),
      text('id', 'of the company, kind, or country code', ({ total }) => total.key),
      text('name', 'name of the company as last seen', ({ total }) => total.name),
      integer('servers', 'servers that answered', ({ total }) => total.servers),
      integer('answered', 'servers that answered in this scan, the denominator', ({ answered }) => answered),
      number('share', 'fraction of the servers that answered, 0 to 1', shareOf),
      number('min', 'least share; hosters only', (row) =>
        row.total.layer === 'hoster' ? shareOf(row) : null,
      ),
      number('max', 'most share, with all whose hoster is not seen; hosters only', maxOf),
      integer(
        'active_users',
        'users active in a month, plausible claims only; null where no server reports any',
        ({ total, activeUsers }) => (activeUsers === 0 ? null : total.activeUsers),
      ),
      number('active_share', 'fraction of the active users, 0 to 1', activeShareOf),
    ],
  });
}

/** How much every hoster, front, operator, kind and country held in every scan. */
export function totalTable(store: Store): Table {
  return defineTable<WeekTotal>({
    name: 'history',
    what: 'what every hoster, front, operator, kind and country held in every scan, and how looks ended',
    rows: () => weekTotals(store, allScans(store)),
    columns: [
      integer('scan_id', 'as in scans', ({ scan }) => scan.id),
      networkColumn(({ scan }) => scan.network),
      text('week', 'ISO 8601 week', ({ scan }) => weekOf(scan)),
      text('layer', 'hoster, front, operator, kind, country or status', ({ total }) => total.layer),
      text('key', 'id, kind, country code or DNS status', ({ total }) => total.key),
      text('name', 'name of the company as last seen', ({ total }) => total.name),
      integer('servers', 'servers that answered; of a status: that ended so', ({ total }) => total.servers),
      number('share', 'fraction of the servers that answered, 0 to 1; null for statuses', shareOf),
      integer(
        'active_users',
        'users active in a month, plausible claims only; null where no server reports any',
        ({ total, activeUsers }) => (activeUsers === 0 ? null : total.activeUsers),
      ),
      number('active_share', 'fraction of the active users, 0 to 1; null for statuses', activeShareOf),
      number('max', 'most share, with all whose hoster is not seen; hosters only', maxOf),
      integer('answered', 'servers that answered in this scan, the denominator', ({ answered }) => answered),
      time(
        'finished_at',
        'when the scan ended, ISO 8601, UTC; in Parquet a timestamp',
        ({ scan }) => scan.finishedAt,
      ),
    ],
  });
}

interface ExportedStay {
  readonly network: Network;
  readonly stay: StoredStay;
  readonly from: string;
  readonly to: string;
}

/** Where every server has been since it was first seen, one row per interval without a change. */
export function stayTable(store: Store, optedOut: (domain: string) => boolean): Table {
  return defineTable<ExportedStay>({
    name: 'stays',
    what: 'where every server has been in all scans, a row for each time without a change',
    *rows() {
      for (const network of NETWORKS) yield* stays(store, network, optedOut);
    },
    columns: [
      networkColumn(({ network }) => network),
      text('domain', 'as in servers', ({ stay }) => stay.domain),
      text('from_week', 'ISO 8601 week of the first scan that saw it so', ({ from }) => from),
      text('to_week', 'ISO 8601 week of the last scan that did', ({ to }) => to),
      text('status', 'as in servers', ({ stay }) => stay.status),
      text('hoster_id', 'as in servers', ({ stay }) => (stay.front === null ? stay.hoster : null)),
      text('front_id', 'as in servers', ({ stay }) => stay.front),
      text('operator_id', 'as in servers', ({ stay }) => stay.operator),
      integer('asn', 'as in servers', ({ stay }) => stay.asn),
      text('country', 'as in servers', ({ stay }) => stay.country),
    ],
  });
}

function* stays(
  store: Store,
  network: Network,
  optedOut: (domain: string) => boolean,
): Generator<ExportedStay> {
  const weeks = new Map(store.scans.all(network).map((scan) => [scan.id, weekOf(scan)]));
  const exported = (first: StoredStay, last: StoredStay): ExportedStay[] => {
    // A scan that is not finished is none yet.
    const [from, to] = [weeks.get(first.fromScan), weeks.get(last.toScan)];
    return from === undefined || to === undefined || optedOut(first.domain)
      ? []
      : [{ network, stay: first, from, to }];
  };
  let first: StoredStay | null = null;
  let last: StoredStay | null = null;
  for (const stay of store.history.stays(network)) {
    if (first !== null && last !== null && placeOf(first) !== placeOf(stay)) {
      yield* exported(first, last);
      first = stay;
    }
    first ??= stay;
    last = stay;
  }
  if (first !== null && last !== null) yield* exported(first, last);
}

/** What must stay as it is for a stay to go on; a new address alone ends none. */
function placeOf({ domain, status, hoster, front, operator, asn, country }: StoredStay): string {
  return [domain, status, hoster, front, operator, asn, country].join(' ');
}

interface WeekMove {
  readonly scan: Scan;
  readonly since: Scan;
  readonly mover: Mover;
}

/** Every move that a scan saw since the scan before, in all weeks. */
export function moveTable(store: Store, optedOut: (domain: string) => boolean): Table {
  return defineTable<WeekMove>({
    name: 'moves',
    what: 'every server that moved, in every week: the movers of all reports in one table',
    *rows() {
      for (const network of NETWORKS) {
        const all = store.scans.all(network);
        for (const scan of all.filter(isComparable)) {
          const since = earlierComparable(all, scan).at(-1);
          if (since === undefined) continue;
          for (const mover of store.history.movers(scan.id, since.id))
            if (!optedOut(mover.domain)) yield { scan, since, mover };
        }
      }
    },
    columns: [
      networkColumn(({ scan }) => scan.network),
      text('week', 'ISO 8601 week of the scan that saw it', ({ scan }) => weekOf(scan)),
      text('since_week', 'ISO 8601 week of the scan before', ({ since }) => weekOf(since)),
      ...moverColumns<WeekMove>(({ mover }) => mover),
      integer('scan_id', 'as in scans', ({ scan }) => scan.id),
    ],
  });
}
