import { thatHost } from '../../statistics/access-providers.ts';
import { isSample } from '../../statistics/margin.ts';
import type { ChartKind } from '../language/language.ts';
import { shareDecimals } from '../precision.ts';
import type { Report } from '../report-shape.ts';
import type { NewsItem } from './news-item.ts';

/**
 * Fewest points (as a fraction) between a hoster's shares of users and of servers that are worth a headline.
 */
const GAP = 0.05;
/** The smallest difference that is visible in a chart, as a fraction. */
const SEEN = 0.01;
/** With fewer located servers, the finding would say nothing about the whole network. */
const FEWEST_LOCATED = 50;
/** Number of the largest hosters that are watched for news. */
export const WATCHED_HOSTERS = 10;

/**
 * The finding of a week without news. Four kinds take turns, so that quiet weeks differ: how much the largest
 * hold, users against servers, jurisdictions, and latitudes. Null if no hoster is known.
 */
export function standingFinding(report: Report): NewsItem | null {
  const turn = Number(report.week.slice(-2)) % TURNS.length;
  const kind = TURNS[turn] ?? 'bars';
  return (kind === 'users' ? userGap(report, GAP) : standingOf(kind, report)) ?? largestHosters(report);
}

/** The headline of a chart of this kind, which any week has. Null if no hoster is known. */
export function standingOf(kind: ChartKind, report: Report): NewsItem | null {
  return OWN[kind](report) ?? largestHosters(report, FEW[kind] ?? null);
}

/**
 * Number of companies to name above a chart that has no finding of its own. The numbers differ, so that no
 * two charts share a headline.
 */
const FEW: Readonly<Partial<Record<ChartKind, number>>> = { year: 3, users: 1 };

const TURNS: readonly ChartKind[] = ['bars', 'users', 'law', 'latitude'];

const OWN: Readonly<Record<ChartKind, (report: Report) => NewsItem | null>> = {
  bars: () => null,
  law: farthestLaw,
  year: changeOfYear,
  users: (report) => userGap(report, SEEN),
  latitude: fullestBand,
};

/** Number of largest hosters to name together if no watched number of them holds more than half. */
const USUAL_FEW = 5;

/**
 * How much the largest hosters hold together. Their number is the smallest that holds more than half, so that
 * all pages and posts agree. If that takes more hosters than are watched, it is five. Null if no hoster is
 * known.
 *
 * @param most use this number of hosters instead, to give a chart its own headline
 */
export function largestHosters(
  { hosters, answered }: Pick<Report, 'hosters' | 'answered'>,
  most: number | null = null,
): NewsItem | null {
  const top = thatHost(hosters).slice(0, most ?? WATCHED_HOSTERS);
  if (top.length === 0) return null;
  const held = (count: number) => top.slice(0, count).reduce((sum, { servers }) => sum + servers, 0);
  const half = top.findIndex((_, index) => held(index + 1) * 2 > answered) + 1;
  const few = most ?? (half === 0 ? USUAL_FEW : half);
  const count = Math.min(few, top.length);
  return { kind: 'few', hosters: count, held: held(count) };
}

/**
 * Null for a random sample: most users are on a few large servers, so chance decides whether they are
 * counted.
 */
function userGap(report: Report, least: number): NewsItem | null {
  if (isSample(report)) return null;
  const [widest] = thatHost(report.hosters)
    .slice(0, WATCHED_HOSTERS)
    .flatMap(({ name, servers, share, activeShare }) =>
      activeShare === null
        ? []
        : [{ name, servers, activeShare, more: activeShare > share, gap: Math.abs(activeShare - share) }],
    )
    .toSorted((a, b) => b.gap - a.gap);
  if (widest === undefined || widest.gap < least) return null;
  const { name, servers, activeShare, more } = widest;
  return { kind: 'users', name, activeShare, more, held: servers };
}

/** Of the two jurisdictions that most readers ask about, the one that reaches more servers. */
function farthestLaw({ jurisdictions, answered }: Report): NewsItem | null {
  const [farthest] = jurisdictions.regions
    .flatMap(({ region, min }) => (region === 'other' ? [] : [{ region, min }]))
    .toSorted((a, b) => b.min - a.min);
  if (farthest === undefined || farthest.min === 0) return null;
  return { kind: 'law', region: farthest.region, held: Math.round(farthest.min * answered) };
}

/** The largest change between the first and the last week of the year's chart. */
function changeOfYear(report: Report): NewsItem | null {
  const { trend, hosters } = report;
  if (isSample(report)) return null;
  const least = shareDecimals(report) === 0 ? 0.01 : 0.001;
  const [widest] = trend.hosters
    .flatMap(({ id, name, shares }) => {
      const held = hosters.find((hoster) => hoster.id === id)?.servers;
      const change = (shares.at(-1) ?? 0) - (shares[0] ?? 0);
      return held === undefined ? [] : [{ name, change, held }];
    })
    .toSorted((a, b) => Math.abs(b.change) - Math.abs(a.change));
  return widest === undefined || Math.abs(widest.change) < least ? null : { kind: 'change', ...widest };
}

function fullestBand({ latitudes }: Report): NewsItem | null {
  const located = latitudes.located.servers;
  const [fullest] = latitudes.bands.toSorted((a, b) => b.servers - a.servers);
  if (fullest === undefined || located < FEWEST_LOCATED) return null;
  return { kind: 'band', from: fullest.from, to: fullest.to, held: fullest.servers, located };
}
