import type { Domain } from '../model/domain.ts';
import { softwareFamily } from '../model/software-family.ts';
import type { ServerList } from './server-list.ts';

/** The servers of a list that run one software. */
export interface SoftwarePart {
  readonly list: ServerList;
  /** Number of servers left out because their software is unknown. */
  readonly unknown: number;
}

const PART_START = ', ';
const PART_END = ' only';

/**
 * Name of the part shown to readers. It counts as a list of its own: its shares are not compared with other
 * lists.
 */
export function partName(source: string, software: string): string {
  return `${source}${PART_START}${software}${PART_END}`;
}

/** The software in a name made by {@link partName}; null for a whole list. */
export function softwareOfPart(source: string): string | null {
  if (!source.endsWith(PART_END)) return null;
  const start = source.lastIndexOf(PART_START);
  return start === -1 ? null : source.slice(start + PART_START.length, -PART_END.length);
}

/**
 * The servers of a list that run one software, according to the list, or else to their own last answer.
 *
 * @param software a family, or a name from NodeInfo in lower case
 * @param lastKnown the servers' answers in earlier scans
 */
export function ofSoftware(
  list: ServerList,
  software: string,
  lastKnown: ReadonlyMap<Domain, string>,
): SoftwarePart {
  let unknown = 0;
  const domains = list.domains.filter((domain) => {
    const name = list.software?.get(domain) ?? lastKnown.get(domain) ?? null;
    if (name === null) unknown += 1;
    return name !== null && (softwareFamily(name) === software || name.trim().toLowerCase() === software);
  });
  return { list: { ...list, source: partName(list.source, software), domains }, unknown };
}
