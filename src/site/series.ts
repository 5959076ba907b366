import type { Scan } from '../model/scan.ts';
import { isoWeek } from '../report/week.ts';
import type { Total } from '../store/history.ts';

/** One week of something's history; shares are fractions of the servers that answered. */
export interface Point {
  readonly week: string;
  readonly servers: number;
  readonly share: number;
  /** The most that it can be, with everything behind fronts; the share itself where fronts hide nothing of it. */
  readonly max: number;
}

/** How every hoster, front, operator and country fared, week by week. */
export interface Series {
  /** ISO 8601 weeks of the scans, oldest first. */
  readonly weeks: readonly string[];
  /** One point a week. */
  of(layer: 'hoster' | 'front' | 'operator' | 'country', key: string): readonly Point[];
}

interface Week {
  readonly week: string;
  readonly answered: number;
  readonly hidden: number;
  readonly counts: ReadonlyMap<string, number>;
}

/**
 * @param scans finished scans of one list, oldest first; of several in a week the last counts
 * @param totalsOf the stored totals of a scan
 */
export function createSeries(scans: readonly Scan[], totalsOf: (scan: Scan) => readonly Total[]): Series {
  const lastOfWeek = new Map(scans.map((scan) => [isoWeek(scan.finishedAt ?? scan.startedAt), scan]));
  const weeks = [...lastOfWeek].map(([week, scan]): Week => {
    const totals = totalsOf(scan);
    const counts = new Map(totals.map(({ layer, key, servers }) => [`${layer} ${key}`, servers]));
    const fronts = totals.filter(({ layer }) => layer === 'front');
    return {
      week,
      answered: counts.get('status NOERROR') ?? 0,
      hidden: fronts.reduce((sum, front) => sum + front.servers, 0),
      counts,
    };
  });
  return {
    weeks: weeks.map(({ week }) => week),
    of: (layer, key) =>
      weeks.map(({ week, answered, hidden, counts }): Point => {
        const servers = counts.get(`${layer} ${key}`) ?? 0;
        const part = (number: number) => (answered === 0 ? 0 : number / answered);
        return {
          week,
          servers,
          share: part(servers),
          max: part(servers + (layer === 'hoster' ? hidden : 0)),
        };
      }),
  };
}
