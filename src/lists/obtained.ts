import type { Domain } from '../model/domain.ts';
import type { ServerList } from './server-list.ts';

/** The list of one source: fresh, or its last good copy. */
export interface ObtainedList {
  readonly name: string;
  readonly domains: readonly Domain[];
  readonly ports: ReadonlyMap<Domain, number>;
  /** When the source last delivered or confirmed it; ISO 8601 in UTC. */
  readonly fetchedAt: string;
  readonly stale: boolean;
  readonly note: string | null;
  readonly duplicates: number;
  readonly junk: ServerList['junk'];
}
