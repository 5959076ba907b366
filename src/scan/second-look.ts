import { companyOf } from '../model/attribution.ts';
import type { Domain } from '../model/domain.ts';
import type { Network } from '../model/network.ts';
import type { ServerResult } from '../model/server-result.ts';
import { countAnswered, type TotalRow } from '../statistics/totals.ts';
import type { ChangedServer } from '../store/settle.ts';

/** The result of asking a second time. */
export interface SecondLook {
  readonly asked: number;
  /** Changed servers whose second answer differed from the first. They are undetermined this week. */
  readonly heldBack: readonly Domain[];
}

/**
 * Largest fraction of the compared servers that may change without a second look, and the number below which
 * that never applies.
 */
const MOST_CHANGED = 0.01;
const FEWEST_CHANGED = 2;
/** A share may move by this fraction without a second look. Larger moves need a history of similar ones. */
const SHARE_STEP = 0.01;
/** A share is doubted if it moves further than this multiple of the largest move in its history. */
const BEYOND_HISTORY = 3;
/** Number of past scans that form the history. */
export const SCANS_OF_HISTORY = 8;

/**
 * The changed servers to ask once more before the results are published. It is all of them, if there are more
 * than usual or a hoster's share moves further than its history makes likely.
 *
 * @param compared servers with a known place before and now
 * @param history totals of the latest scans, oldest first
 */
export function doubted(
  changed: readonly ChangedServer[],
  compared: number,
  history: readonly (readonly TotalRow[])[],
): readonly Domain[] {
  const isMany = changed.length > Math.max(FEWEST_CHANGED, MOST_CHANGED * compared);
  return isMany || sharesJump(changed, compared, history) ? changed.map(({ domain }) => domain) : [];
}

function sharesJump(
  changed: readonly ChangedServer[],
  compared: number,
  history: readonly (readonly TotalRow[])[],
): boolean {
  const net = new Map<string, number>();
  for (const { before, after, status } of changed) {
    if (before !== null) net.set(before, (net.get(before) ?? 0) - 1);
    if (after !== null && status === 'NOERROR') net.set(after, (net.get(after) ?? 0) + 1);
  }
  const usual = history.map(sharesOf);
  return [...net].some(([company, moved]) => {
    if (Math.abs(moved) <= FEWEST_CHANGED) return false;
    const steps = usual.slice(1).map((shares, at) => {
      return Math.abs((shares.get(company) ?? 0) - (usual[at]?.get(company) ?? 0));
    });
    const likely = Math.max(SHARE_STEP, BEYOND_HISTORY * Math.max(0, ...steps));
    return Math.abs(moved) / Math.max(compared, 1) > likely;
  });
}

function sharesOf(totals: readonly TotalRow[]): ReadonlyMap<string, number> {
  const { servers: answered } = countAnswered(totals);
  const companies = totals.filter(({ layer }) => layer === 'hoster' || layer === 'front');
  return new Map(companies.map(({ key, servers }) => [key, servers / Math.max(answered, 1)]));
}

/** Whether the second look agrees with the first. */
export function confirms(first: ChangedServer, second: ServerResult): boolean {
  const { observation, attribution } = second;
  if (first.status !== 'NOERROR') return observation.status === first.status;
  if (observation.status !== 'NOERROR') return false;
  return (companyOf(attribution)?.id ?? null) === first.after;
}

/** The result as one line for the operator. */
export function describeSecondLook(network: Network, { asked, heldBack }: SecondLook): string {
  const names = heldBack.slice(0, 5).join(', ');
  const more = heldBack.length > 5 ? ` and ${heldBack.length - 5} more` : '';
  const held =
    heldBack.length === 0
      ? 'all of them confirmed'
      : `${heldBack.length} not confirmed, so undetermined this week: ${names}${more}`;
  return `Unusually many changes in ${network}: ${asked} servers were asked again, ${held}`;
}
