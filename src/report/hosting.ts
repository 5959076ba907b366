import type { Kind } from '../model/attribution.ts';
import type { Report } from './report-shape.ts';

interface OfAKind {
  readonly kind: Kind | null;
}

/** An Internet provider sells the line of a server that stands at home or in an office; it hosts nothing. */
export function isLine({ kind }: OfAKind): boolean {
  return kind === 'isp';
}

/** Those that host, in their order: whoever is told of as a large hoster is one of these. */
export function thatHost<T extends OfAKind>(hosters: readonly T[]): readonly T[] {
  return hosters.filter((hoster) => !isLine(hoster));
}

/** Whether an Internet provider is among the so many largest of all, in this scan or the one before. */
export function hasLineAmong(
  { hosters, changes }: Pick<Report, 'hosters' | 'changes'>,
  most: number,
): boolean {
  const before = changes.previous?.hosters ?? [];
  const serversBefore = new Map(before.map((hoster) => [hoster.id, hoster.serversBefore]));
  const least = hosters[most - 1]?.servers ?? 0;
  const leastBefore = [...serversBefore.values()].sort((a, b) => b - a)[most - 1] ?? 0;
  return hosters
    .filter(isLine)
    .some(({ id, servers }) => servers >= least || (serversBefore.get(id) ?? 0) >= leastBefore);
}

/** The year of each of the largest that host, in their order. */
export function hostingTrend({
  trend,
  hosters,
}: Pick<Report, 'trend' | 'hosters'>): Report['trend']['hosters'] {
  const lines = new Set(hosters.filter(isLine).map(({ id }) => id));
  return trend.hosters.filter(({ id }) => !lines.has(id));
}
