import type { Domain } from '../../model/domain.ts';
import type { Network } from '../../model/network.ts';
import type { MeasuredServer } from '../../model/server.ts';
import type { NetworkMaterial } from './site-data.ts';

/** A server in the alphabetical list. */
export interface Listed {
  readonly domain: Domain;
  readonly seen: readonly { readonly network: Network; readonly server: MeasuredServer }[];
}

/** Names that fit a page that one still wants to read; groups with more are split by their next letter. */
const MANY = 200;
const DEEPEST = 24;

/** All servers of all networks by domain. */
export function listServers(networks: readonly NetworkMaterial[]): readonly Listed[] {
  const all = networks.flatMap(({ network, servers }) => servers.map((server) => ({ network, server })));
  return [...Map.groupBy(all, ({ server }) => server.domain)]
    .map(([domain, seen]) => ({ domain, seen }))
    .sort((a, b) => (a.domain < b.domain ? -1 : 1));
}

/**
 * Groups by first letters, as few letters as keep a group short. Keys are letters that may stand in a path.
 */
export function groupByLetters(servers: readonly Listed[]): ReadonlyMap<string, readonly Listed[]> {
  const groups = new Map<string, readonly Listed[]>();
  const split = (some: readonly Listed[], depth: number): void => {
    const parts = Map.groupBy(some, ({ domain }) => letters(domain, depth));
    for (const [key, members] of parts) {
      const one = members.every(({ domain }) => letters(domain, depth + 1) === key);
      if (members.length <= MANY || depth === DEEPEST || one) groups.set(key, members);
      else split(members, depth + 1);
    }
  };
  split(servers, 1);
  return new Map([...groups].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function letters(domain: Domain, depth: number): string {
  return domain.slice(0, depth).replace(/[^a-z0-9-]/g, '_');
}
