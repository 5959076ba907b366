import { thatHost } from '../statistics/lines.ts';
import { isSample } from '../statistics/margin.ts';
import type { Finding } from './finding.ts';
import type { ChartKind } from './language/language.ts';
import type { Report } from './report-shape.ts';

/** A hoster's share of users must be this far from its share of servers to be worth a headline. */
const GAP = 0.05;
/** Fewer located servers say nothing of the whole. */
const FEWEST_LOCATED = 50;
/** Hosters among which the gap is looked for. */
const WATCHED = 10;

/**
 * What can be said in a week without news: in turn how much the largest hold, users against servers, the same again, and
 * where in the world the servers are, so that quiet weeks are not all alike. Null where no hoster is known.
 */
export function standingFinding(report: Report): Finding | null {
  const turn = Number(report.week.slice(-2)) % 4;
  return standingOf(turn === 1 ? 'users' : turn === 3 ? 'latitude' : 'bars', report);
}

/** What can be said beside a chart of a kind in any week. Null where no hoster is known. */
export function standingOf(kind: ChartKind, report: Report): Finding | null {
  const own = kind === 'users' ? userGap(report) : kind === 'latitude' ? fullestBand(report) : null;
  return own ?? largestHosters(report);
}

/** How much the largest of those that host hold, five at most. Null where no hoster is known. */
export function largestHosters({ hosters }: Pick<Report, 'hosters'>): Finding | null {
  const top = thatHost(hosters).slice(0, 5);
  if (top.length === 0) return null;
  return { kind: 'few', hosters: top.length, held: top.reduce((sum, { servers }) => sum + servers, 0) };
}

/** In a random sample users say nothing: a few large servers have most of them, and are drawn or not. */
function userGap(report: Report): Finding | null {
  if (isSample(report)) return null;
  const [widest] = thatHost(report.hosters)
    .slice(0, WATCHED)
    .flatMap(({ name, servers, share, activeShare }) =>
      activeShare === null
        ? []
        : [{ name, servers, activeShare, more: activeShare > share, gap: Math.abs(activeShare - share) }],
    )
    .toSorted((a, b) => b.gap - a.gap);
  if (widest === undefined || widest.gap < GAP) return null;
  const { name, servers, activeShare, more } = widest;
  return { kind: 'users', name, activeShare, more, held: servers };
}

function fullestBand({ latitudes }: Report): Finding | null {
  const located = latitudes.located.servers;
  const [fullest] = latitudes.bands.toSorted((a, b) => b.servers - a.servers);
  if (fullest === undefined || located < FEWEST_LOCATED) return null;
  return { kind: 'band', from: fullest.from, to: fullest.to, held: fullest.servers, located };
}
