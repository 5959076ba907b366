import type { Config } from '../config.ts';
import { quote } from '../lists/list-file.ts';
import { obtainList } from '../lists/lists.ts';
import type { ServerList } from '../lists/server-list.ts';
import { ofSoftware } from '../lists/software.ts';
import { findSource, SOURCES } from '../lists/sources/registry.ts';
import type { Source } from '../lists/sources/source.ts';
import type { Domain } from '../model/domain.ts';
import { UsageError } from '../model/expected-errors.ts';
import type { Network } from '../model/network.ts';
import { partName } from '../model/scan-part.ts';
import type { Http } from '../net/http/http.ts';
import type { Store } from '../store/store.ts';

export type Sources = readonly [Source, ...Source[]];

/** An interrupted scan continues with the list that it started with, unless that list is older than this. */
const LIST_OF_UNFINISHED_MS = 7 * 24 * 3_600_000;

/**
 * Finds a network's sources by name; one string may hold several names, separated by commas. Without names,
 * the network's default source.
 *
 * @throws {UsageError} for an unknown name
 */
export function sourcesOf(network: Network, names: readonly string[], config: Config): Sources {
  const [standard] = SOURCES[network];
  const wanted = new Set(names.flatMap((name) => name.split(',')).map((name) => name.trim()));
  const [first, ...rest] = [...(wanted.size === 0 ? [standard] : wanted)].map((name) => {
    const source = findSource(network, name, config);
    if (source !== null) return source;
    throw new UsageError(
      `--source: expected one of ${SOURCES[network].join(', ')} for ${network}, got ${quote(name)}`,
    );
  });
  if (first === undefined) throw new Error('a network without a source');
  return [first, ...rest];
}

export interface FetchListOptions {
  readonly network: Network;
  readonly sources: Sources;
  readonly store: Store;
  readonly http: Http;
  readonly say: (line: string) => void;
  /** Scan only servers of this software; null or missing for all. */
  readonly software?: string | null;
}

/** The union of the sources' lists. Null if it is unavailable; `say` then receives the reason. */
export async function fetchList({
  network,
  sources,
  store,
  http,
  say,
  software = null,
}: FetchListOptions): Promise<ServerList | null> {
  const name = sources.map((source) => source.name).join(' + ');
  say(`Getting the list of ${name}`);
  const source = software === null ? name : partName(name, software);
  const begun = store.scans.unfinished(network)?.scan.source === source;
  const obtained = await obtainList({
    sources,
    lists: store.lists,
    http,
    now: new Date(),
    ...(begun ? { freshMs: LIST_OF_UNFINISHED_MS } : {}),
  });
  if (!obtained.ok) {
    for (const failure of obtained.failures)
      say(`No list from ${failure.name}: ${failure.status}, ${failure.detail}`);
    say('There is no earlier copy to use instead. Try again later, another --source, or a file with --list.');
    return null;
  }
  for (const source of obtained.list.sources) {
    const { count, only, inAll, fetchedAt, note } = source;
    const overlap = sources.length === 1 ? '' : `, ${text(only)} of them only there, ${text(inAll)} on all`;
    say(`${source.name}: ${text(count)} servers${overlap}, as of ${fetchedAt}`);
    if (note !== null) say(`${source.name}: ${note}`);
  }
  return obtained.list;
}

/** Number of past scans, from the latest back, that are searched for a server's software. */
const SCANS_LOOKED_AT = 8;

/**
 * The servers of a list that run the given software. Null if none is known to; `say` then receives the
 * reason.
 */
export function takeSoftware(
  list: ServerList,
  software: string,
  { network, store, say }: Pick<FetchListOptions, 'network' | 'store' | 'say'>,
): ServerList | null {
  const lastKnown = new Map<Domain, string>();
  for (const { id } of store.scans.all(network).slice(-SCANS_LOOKED_AT).toReversed()) {
    for (const { domain, software: name } of store.history.servers(id)) {
      if (name !== null && !lastKnown.has(domain)) lastKnown.set(domain, name);
    }
  }
  const { list: part, unknown } = ofSoftware(list, software, lastKnown);
  if (unknown > 0)
    say(`Left out, because neither the list nor an earlier scan says what they run: ${text(unknown)}`);
  if (part.domains.length > 0) return part;
  say(
    `No server on ${list.source} is known to run ${quote(software)}. Scan ${network} once without --software, or give --list a CSV with a column "software".`,
  );
  return null;
}

function text(count: number): string {
  return count.toLocaleString('en');
}
