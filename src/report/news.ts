import { thatHost } from '../statistics/lines.ts';
import { isSample } from '../statistics/margin.ts';
import type { Finding, News } from './finding.ts';
import { namedFlows } from './flows.ts';
import { shareDecimals } from './precision.ts';
import type { Report } from './report-shape.ts';
import { largestHosters, standingFinding } from './standing.ts';

/** Hosters whose changes are news. */
const WATCHED = 10;
/** Ranks that are news. */
const RANKS = 5;
/** Fewest servers that make news, whatever share they are. */
const FEWEST = 5;
/** The same for flows, as a fraction of the answered servers. */
const LEAST_FLOW = 0.001;
/** Where the list itself grew or shrank by more, shares changed because of that, and say nothing of hosters. */
const SAME_SIZE = 0.1;
/** Servers by which one must lead to have passed the other: two that are neck and neck would pass each other every week. */
const LEAD = 3;
/** Weeks that are worth holding a record against, and weeks since the last record of the same kind. */
const RECORD_WEEKS = 12;
const RECORD_PAUSE = 4;

/**
 * The one finding that is new this week: by rarity a change of rank, of how many hold more than half, of the level that the
 * five largest hold, a hoster's change, a record, a flow. Where none is, the standing finding of the week. Of random
 * samples only changes beyond their margin and flows are told, for the others have no margin.
 */
export function findNews(report: Report): News {
  const { previous } = report.changes;
  // Who reads of it for the first time wants to know this.
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

function newRank({ changes, hosters: all }: Report): Finding | null {
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

function newHalf({ changes: { previous }, answered }: Report): Finding | null {
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

/** Null where it takes more than the ten largest: of the others not all are known here. */
function fewestForHalf(
  counts: readonly number[],
  answered: number,
): { readonly hosters: number; readonly held: number } | null {
  let held = 0;
  for (const [index, count] of counts.toSorted(descending).slice(0, WATCHED).entries()) {
    held += count;
    if (held * 2 > answered) return { hosters: index + 1, held };
  }
  return null;
}

function newLevel({ changes: { previous }, answered, hidden }: Report): Finding | null {
  if (previous === null) return null;
  const five = (counts: readonly number[]) => counts.toSorted(descending).slice(0, 5);
  const largest = five(previous.hosters.map(({ servers }) => servers)).filter((count) => count > 0);
  const held = sum(largest);
  const now = held / answered;
  const before =
    sum(five(previous.hosters.map(({ serversBefore }) => serversBefore))) / previous.before.answered;
  // Of several levels at once the last crossed is told. Rounding keeps 0.55 / 0.05 from being 11.000000000000002.
  const step = (share: number) => Math.floor(Number((share * 20).toFixed(9)));
  const rising = step(now) > step(before);
  const level = (rising ? step(now) : step(now) + 1) / 20;
  if (largest.length < 5 || step(now) === step(before) || Math.abs(now - level) < 0.001) return null;
  // They hold at least what is seen: that it is less than something is known only with all that CDNs hide.
  if (!rising && (held + hidden.servers) / answered >= level) return null;
  return { kind: 'five', level, rising, held };
}

function newChange(report: Report): Finding | null {
  const least = shareDecimals(report) === 0 ? 0.01 : 0.005;
  const watched = thatHost(report.hosters).slice(0, WATCHED);
  const [largest] = (report.changes.previous?.hosters ?? [])
    .filter(({ id }) => watched.some((hoster) => hoster.id === id))
    .filter(({ change, changeMargin }) => Math.abs(change) >= Math.max(least, changeMargin ?? 0))
    .filter(({ servers, serversBefore }) => Math.abs(servers - serversBefore) >= FEWEST)
    .toSorted((a, b) => Math.abs(b.change) - Math.abs(a.change));
  if (largest === undefined) return null;
  return { kind: 'change', name: largest.name, change: largest.change, held: largest.servers };
}

function newRecord(report: Report): Finding | null {
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

function newFlow(report: Report): Finding | null {
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
