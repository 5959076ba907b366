import type { Config } from '../config.ts';
import type { Network } from '../model/network.ts';
import type { Http } from '../net/http.ts';
import { quote } from '../servers/list-file.ts';
import { obtainList } from '../servers/lists.ts';
import type { ServerList } from '../servers/server-list.ts';
import { findSource, SOURCES } from '../servers/sources/registry.ts';
import type { Source } from '../servers/sources/source.ts';
import type { Store } from '../store/store.ts';
import { UsageError } from './command.ts';

export type Sources = readonly [Source, ...Source[]];

/** An interrupted scan goes on with the list that it began with, so long as that is not too old to mean anything. */
const LIST_OF_UNFINISHED_MS = 7 * 24 * 3_600_000;

/**
 * The sources of a network by their names, several of them also separated by commas; the network's default for no name.
 *
 * @throws {UsageError} for a name that is none
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
}

/** The united list of some sources; null, and told why, where it cannot be had. */
export async function fetchList({
  network,
  sources,
  store,
  http,
  say,
}: FetchListOptions): Promise<ServerList | null> {
  const name = sources.map((source) => source.name).join(' + ');
  say(`Getting the list of ${name}`);
  const begun = store.scans.unfinished(network)?.scan.source === name;
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

function text(count: number): string {
  return count.toLocaleString('en');
}
