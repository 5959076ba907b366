import type { Domain } from '../model/domain.ts';
import { partName } from '../model/scan-part.ts';
import { softwareFamily } from '../model/software-family.ts';
import type { ServerList } from './server-list.ts';

/** The servers of a list that run one software. */
export interface SoftwarePart {
  readonly list: ServerList;
  /** Number of servers left out because their software is unknown. */
  readonly unknown: number;
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
