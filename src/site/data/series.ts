import type { Scan } from '../../model/scan.ts';
import { countAnswered } from '../../statistics/totals.ts';
import type { Total } from '../../store/history.ts';

/** One week of something's history; shares are fractions of the servers that answered. */
export interface WeekPoint {
  readonly week: string;
  readonly servers: number;
  readonly share: number;
  /**
   * The most that it can be, with everything behind fronts; the share itself where fronts hide nothing of it.
   */
  readonly max: number;
}

/** How every hoster, front, operator and country fared, week by week. */
export interface Series {
  /** ISO 8601 weeks of the scans, oldest first. */
  readonly weeks: readonly string[];
  /** One point a week. */
  of(layer: 'hoster' | 'front' | 'operator' | 'country', key: string): readonly WeekPoint[];
}

/**
 * @param scanOfWeek the scan that counts for each ISO week, oldest first (`weeksOfList`)
 * @param totalsOf the stored totals of a scan
 */
export function createSeries(
  scanOfWeek: ReadonlyMap<string, Scan>,
  totalsOf: (scan: Scan) => readonly Total[],
): Series {
  const weeks = [...scanOfWeek.keys()];
  const answered = new Float64Array(weeks.length);
  const hidden = new Float64Array(weeks.length);
  // Thousands of hosters times hundreds of weeks: numbers in rows of their own weigh a tenth of objects.
  const counts = new Map<string, Float64Array>();
  for (const [index, scan] of [...scanOfWeek.values()].entries()) {
    const totals = totalsOf(scan);
    answered[index] = countAnswered(totals).servers;
    for (const { layer, key, servers } of totals) {
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
      return weeks.map((week, index): WeekPoint => {
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
