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

/**
 * @param scans finished scans of one list, oldest first; of several in a week the last counts
 * @param totalsOf the stored totals of a scan
 */
export function createSeries(scans: readonly Scan[], totalsOf: (scan: Scan) => readonly Total[]): Series {
  const lastOfWeek = new Map(scans.map((scan) => [isoWeek(scan.finishedAt ?? scan.startedAt), scan]));
  const weeks = [...lastOfWeek.keys()];
  const answered = new Float64Array(weeks.length);
  const hidden = new Float64Array(weeks.length);
  // Thousands of hosters times hundreds of weeks: numbers in rows of their own weigh a tenth of objects.
  const counts = new Map<string, Float64Array>();
  for (const [index, scan] of [...lastOfWeek.values()].entries()) {
    for (const { layer, key, servers } of totalsOf(scan)) {
      if (layer === 'status' && key === 'NOERROR') answered[index] = servers;
      if (layer === 'front') hidden[index] = (hidden[index] ?? 0) + servers;
      const name = `${layer} ${key}`;
      const row = counts.get(name) ?? new Float64Array(weeks.length);
      row[index] = servers;
      counts.set(name, row);
    }
  }
  return {
    weeks,
    of: (layer, key) => {
      const row = counts.get(`${layer} ${key}`);
      return weeks.map((week, index): Point => {
        const servers = row?.[index] ?? 0;
        const all = answered[index] ?? 0;
        const part = (number: number) => (all === 0 ? 0 : number / all);
        return {
          week,
          servers,
          share: part(servers),
          max: part(servers + (layer === 'hoster' ? (hidden[index] ?? 0) : 0)),
        };
      });
    },
  };
}
