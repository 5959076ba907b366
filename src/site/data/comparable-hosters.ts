import type { HosterEntry } from '../../report/report-shape.ts';
import { thatHost } from '../../statistics/access-providers.ts';
import type { NetworkMaterial } from './site-data.ts';

/** Hosters of a network that are compared with each other; each two have a page. */
const LARGEST = 8;

/** The largest companies that host, by servers; Internet providers host nothing. */
export function comparableHosters({ report }: Pick<NetworkMaterial, 'report'>): readonly HosterEntry[] {
  return thatHost(report.hosters).slice(0, LARGEST);
}

/** Each two of a list, once; the earlier one is the first. */
export function pairsOf<T>(items: readonly T[]): readonly (readonly [T, T])[] {
  return items.flatMap((one, index) => items.slice(index + 1).map((other) => [one, other] as const));
}
