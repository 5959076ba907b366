import { thatHost } from '../../statistics/access-providers.ts';
import { isSample } from '../../statistics/margin.ts';
import { shareDecimals } from '../precision.ts';
import type { Report } from '../report-shape.ts';
import { namedFlows } from './flows.ts';
import type { News, NewsItem } from './news-item.ts';
import { largestHosters, standingFinding, WATCHED_HOSTERS } from './ranking.ts';

/** Changes of rank are news down to this rank. */
const RANKS = 5;
/** Fewest servers that make news, independent of their share. */
const FEWEST = 5;
/** The smallest flow that makes news, as a fraction of the answered servers. */
const LEAST_FLOW = 0.001;
/**
 * If the list itself grew or shrank by more than this fraction, changes of shares reflect the list and not
 * the hosters.
 */
const SAME_SIZE = 0.1;
/**
 * Fewest servers by which a hoster must lead to have overtaken another. Otherwise two of similar size would
 * swap ranks every week.
 */
const LEAD = 3;
/** Fewest weeks that a record must cover, and fewest weeks since the last record of the same kind. */
const RECORD_WEEKS = 12;
const RECORD_PAUSE = 4;

/**
 * The one finding that is new this week. The rarest kinds come first: a change of rank, a change of how many
 * hosters hold more than half, a level that the five largest crossed. Then a hoster's change, a record, and a
 * flow. If there is none, it is the standing finding of the week. A random sample yields only changes and
 * flows: the other kinds have no margin of error.
 */
export function findNews(report: Report): News {
  const { previous } = report.changes;
  // What a reader of the first post wants to know.
  if (previous === null) return { finding: largestHosters(report), state: 'still' };
  const steady = Math.abs(report.answered / previous.before.answered - 1) <= SAME_SIZE;
  const census = !isSample(report);
  const finding =
    (steady && census ? (newRank(report) ?? newHalf(report) ?? newLevel(report)) : null) ??
    (steady ? newChange(report) : null) ??
    (steady && census ? newRecord(report) : null) ??
    newFlow(report);
  if (finding !== null) return { finding, state: 'new' };
  return { finding: standingFinding(report), state: steady ? 'quiet' : 'still' };
}

function newRank({ changes, hosters: all }: Report): NewsItem | null {
  const hosters = thatHost(all);
  const before = changes.previous?.hosters ?? [];
  const serversBefore = new Map(before.map(({ id, serversBefore: count }) => [id, count]));
  for (const [index, hoster] of hosters.slice(0, RANKS).entries()) {
    const then = serversBefore.get(hoster.id) ?? 0;
    const passed = hosters
      .slice(index + 1)
      .find((other) => (serversBefore.get(other.id) ?? 0) > then && hoster.servers - other.servers >= LEAD);
    if (passed !== undefined)
      return {
        kind: 'rank',
        name: hoster.name,
        passed: passed.name,
        rank: index + 1,
        held: hoster.servers,
      };
  }
  return null;
}

function newHalf({ changes: { previous }, answered }: Report): NewsItem | null {
  if (previous === null) return null;
  const before = fewestForHalf(
    previous.hosters.map(({ serversBefore }) => serversBefore),
    previous.before.answered,
  );
  const now = fewestForHalf(
    previous.hosters.map(({ servers }) => servers),
    answered,
  );
  if (before === null || now === null || before.hosters === now.hosters) return null;
  return { kind: 'half', hosters: now.hosters, before: before.hosters, held: now.held };
}

/**
 * Null if it takes more than the ten largest: of smaller hosters not all earlier counts are available here.
 */
function fewestForHalf(
  counts: readonly number[],
  answered: number,
): { readonly hosters: number; readonly held: number } | null {
  let held = 0;
  for (const [index, count] of counts.toSorted(descending).slice(0, WATCHED_HOSTERS).entries()) {
    held += count;
    if (held * 2 > answered) return { hosters: index + 1, held };
  }
  return null;
}

function newLevel({ changes: { previous }, answered, hidden }: Report): NewsItem | null {
  if (previous === null) return null;
  const five = (counts: readonly number[]) => counts.toSorted(descending).slice(0, 5);
  const largest = five(previous.hosters.map(({ servers }) => servers)).filter((count) => count > 0);
  const held = sum(largest);
  const now = held / answered;
  const before =
    sum(five(previous.hosters.map(({ serversBefore }) => serversBefore))) / previous.before.answered;
  // If several levels were crossed at once, the last one counts. Rounding keeps 0.55 / 0.05 from being
  // 11.000000000000002.
  const step = (share: number) => Math.floor(Number((share * 20).toFixed(9)));
  const rising = step(now) > step(before);
  const level = (rising ? step(now) : step(now) + 1) / 20;
  if (largest.length < 5 || step(now) === step(before) || Math.abs(now - level) < 0.001) return null;
  // The visible share is a lower bound. It is known to have fallen below a level only if adding everything
  // behind CDNs keeps it there.
  if (!rising && (held + hidden.servers) / answered >= level) return null;
  return { kind: 'five', level, rising, held };
}

function newChange(report: Report): NewsItem | null {
  const least = shareDecimals(report) === 0 ? 0.01 : 0.005;
  const watched = thatHost(report.hosters).slice(0, WATCHED_HOSTERS);
  const [largest] = (report.changes.previous?.hosters ?? [])
    .filter(({ id }) => watched.some((hoster) => hoster.id === id))
    .filter(({ change, changeMargin }) => Math.abs(change) >= Math.max(least, changeMargin ?? 0))
    .filter(({ servers, serversBefore }) => Math.abs(servers - serversBefore) >= FEWEST)
    .toSorted((a, b) => Math.abs(b.change) - Math.abs(a.change));
  if (largest === undefined) return null;
  return { kind: 'change', name: largest.name, change: largest.change, held: largest.servers };
}

function newRecord(report: Report): NewsItem | null {
  const { trend, hosters, hidden } = report;
  const decimals = shareDecimals(report) + 2;
  const lines = [
    { name: null, held: hidden.servers, shares: trend.hidden.shares },
    ...trend.hosters.slice(0, 3).map(({ id, name, shares }) => ({
      name,
      held: hosters.find((hoster) => hoster.id === id)?.servers ?? 0,
      shares,
    })),
  ];
  for (const { name, held, shares } of lines) {
    const rounded = shares.map((share) => Number(share.toFixed(decimals)));
    for (const rising of [true, false]) {
      const records = rounded.map((share, index) =>
        rounded.slice(0, index).every((earlier) => (rising ? share > earlier : share < earlier)),
      );
      const weeks = shares.length - 1;
      if (weeks < RECORD_WEEKS || held < FEWEST || !records[weeks]) continue;
      if (records.slice(weeks - RECORD_PAUSE, weeks).includes(true)) continue;
      return { kind: 'record', name, rising, weeks, held };
    }
  }
  return null;
}

function newFlow(report: Report): NewsItem | null {
  const [largest] = namedFlows(report);
  if (largest === undefined || largest.net < Math.max(FEWEST, report.answered * LEAST_FLOW)) return null;
  return { kind: 'flow', ...largest };
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}

function descending(a: number, b: number): number {
  return b - a;
}
