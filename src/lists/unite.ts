import type { Domain } from '../model/domain.ts';
import type { ListSource } from '../model/scan.ts';
import type { ObtainedList } from './obtained.ts';
import type { ServerList } from './server-list.ts';

/** Merges lists into one, in their order, without duplicates, and counts how far they overlap. */
export function unite(lists: readonly ObtainedList[]): ServerList {
  const listed = new Map<Domain, number>();
  for (const { domains } of lists)
    for (const domain of domains) listed.set(domain, (listed.get(domain) ?? 0) + 1);
  let inAll = 0;
  for (const times of listed.values()) if (times === lists.length) inAll += 1;
  const sources = lists.map(({ name, domains, fetchedAt, stale, note }): ListSource => {
    const only = domains.filter((domain) => listed.get(domain) === 1).length;
    return { name, count: domains.length, only, inAll, fetchedAt, stale, note };
  });
  return {
    source: lists.map(({ name }) => name).join(' + '),
    sources,
    domains: [...listed.keys()],
    ports: new Map(lists.toReversed().flatMap(({ ports }) => [...ports])),
    duplicates: lists.reduce((sum, { duplicates }) => sum + duplicates, 0),
    junk: lists.flatMap(({ junk }) => junk),
  };
}
