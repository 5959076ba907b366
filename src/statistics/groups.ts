import { isCounted } from '../model/observation.ts';
import type { MeasuredServer } from '../model/server.ts';
import { SOFTWARE_FAMILIES, type SoftwareFamily, softwareFamily } from '../model/software-family.ts';
import { plausibleActiveUsers } from './plausible.ts';

/** Classes of servers by their plausible number of monthly active users. */
export const SIZE_CLASSES = ['1000+', '100-999', '10-99', '2-9', '1', '0', 'unknown'] as const;
export type SizeClass = (typeof SIZE_CLASSES)[number];

/** Minimum number of active users of each class, largest class first. */
const LEAST: readonly (readonly [number, SizeClass])[] = [
  [1000, '1000+'],
  [100, '100-999'],
  [10, '10-99'],
  [2, '2-9'],
  [1, '1'],
  [0, '0'],
];

/** @param activeUsers null if the server reports no plausible number */
export function sizeClass(activeUsers: number | null): SizeClass {
  if (activeUsers === null) return 'unknown';
  return LEAST.find(([least]) => activeUsers >= least)?.[1] ?? 'unknown';
}

/** Ways to divide a network. Every grouping puts each answered server into exactly one group. */
export const GROUPINGS = ['software', 'size'] as const;
export type Grouping = (typeof GROUPINGS)[number];
export type GroupId = SoftwareFamily | SizeClass;

export function groupOf(server: MeasuredServer, grouping: Grouping): GroupId {
  return grouping === 'software' ? softwareFamily(server.software) : sizeClass(plausibleActiveUsers(server));
}

export interface ServerGroup {
  readonly id: GroupId;
  /** Only servers that answered, in the given order. */
  readonly servers: readonly MeasuredServer[];
}

/** The groups that have any servers, in the order of `SOFTWARE_FAMILIES` or `SIZE_CLASSES`. */
export function groupServers(servers: readonly MeasuredServer[], grouping: Grouping): readonly ServerGroup[] {
  const groups = Map.groupBy(servers.filter(isCounted), (server) => groupOf(server, grouping));
  const order: readonly GroupId[] = grouping === 'software' ? SOFTWARE_FAMILIES : SIZE_CLASSES;
  return order.flatMap((id) => {
    const members = groups.get(id);
    return members === undefined ? [] : [{ id, servers: members }];
  });
}
