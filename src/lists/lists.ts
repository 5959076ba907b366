import type { Http } from '../net/http/http.ts';
import type { ListStore, SavedList } from '../store/lists.ts';
import type { ObtainedList } from './obtained.ts';
import { type JunkLine, normalise, type ServerList } from './server-list.ts';
import { isFailure, NO_VALIDATORS, type Source, type SourceFailure } from './sources/source.ts';
import { unite } from './unite.ts';

/**
 * Six hours: publishers rebuild their lists a few times a day at most, and ask not to be fetched more often.
 */
const FRESH_MS = 6 * 3_600_000;
/** A list with less than this fraction of the servers in the last good copy has shrunk suddenly. */
const SHRUNK_TO = 0.5;
/** Four weeks: a list that is still as short after that is accepted as the new list. */
const DOUBTED_MS = 28 * 24 * 3_600_000;

export interface ObtainOptions {
  readonly sources: readonly [Source, ...Source[]];
  readonly lists: ListStore;
  readonly http: Http;
  readonly now: Date;
  /** Copies younger than this are used without a request, in milliseconds; by default six hours. */
  readonly freshMs?: number;
}

export interface FailedSource extends SourceFailure {
  readonly name: string;
}

export type Obtained =
  | { readonly ok: true; readonly list: ServerList }
  /** The sources that failed and have no earlier copy. Without them it would be a different list. */
  | { readonly ok: false; readonly failures: readonly FailedSource[] };

/**
 * Gets the lists of some sources, from fresh copies or from the sources themselves, and merges them. If a
 * source fails or its list suddenly shrinks by half, the last good copy is used and its note says so.
 */
export async function obtainList(options: ObtainOptions): Promise<Obtained> {
  const obtained: ObtainedList[] = [];
  const failures: FailedSource[] = [];
  for (const source of options.sources) {
    const list = await obtain(source, options);
    if ('status' in list) failures.push(list);
    else obtained.push(list);
  }
  return failures.length > 0 ? { ok: false, failures } : { ok: true, list: unite(obtained) };
}

async function obtain(
  source: Source,
  { lists, http, now, freshMs = FRESH_MS }: ObtainOptions,
): Promise<ObtainedList | FailedSource> {
  const { name } = source;
  const saved = lists.load(name);
  if (saved !== null && isFresh(saved, now, freshMs)) return fromCopy(saved, null);

  const fetched = await source.fetch({ http, known: saved ?? NO_VALIDATORS });
  if (isFailure(fetched)) return fallBack(name, saved, fetched);
  const fetchedAt = now.toISOString();
  if (fetched.status === 'UNCHANGED') {
    // Nothing to compare with was sent, so this answer is wrong.
    if (saved === null) return { name, status: 'STATUS', detail: 'HTTP 304 although there is no saved copy' };
    lists.save({ ...saved, fetchedAt });
    return fromCopy({ ...saved, fetchedAt }, null);
  }

  const { domains, duplicates, junk } = normalise(numbered(fetched.names));
  if (domains.length === 0)
    return fallBack(name, saved, { status: 'EMPTY', detail: 'it contains no domain' });
  if (junk.length > domains.length)
    return fallBack(name, saved, { status: 'WRONG_SHAPE', detail: 'most entries are not domains' });
  const shrunk = saved !== null && domains.length < SHRUNK_TO * saved.domains.length;
  if (shrunk && now.getTime() - Date.parse(saved.fetchedAt) < DOUBTED_MS)
    return fromCopy(saved, `the source suddenly has only ${count(domains.length)} servers`);
  const { ports } = fetched;
  lists.save({ source: name, fetchedAt, ...fetched.validators, domains, ports });
  const note = shrunk
    ? `had ${count(saved.domains.length)} servers on ${day(saved.fetchedAt)} and has stayed short since`
    : null;
  return { name, domains, ports, fetchedAt, stale: false, note, duplicates, junk };
}

/** A copy from the future is not fresh: the clock was set back. */
function isFresh({ fetchedAt }: SavedList, now: Date, freshMs: number): boolean {
  const age = now.getTime() - Date.parse(fetchedAt);
  return age >= 0 && age < freshMs;
}

function fallBack(
  name: string,
  saved: SavedList | null,
  failure: SourceFailure,
): ObtainedList | FailedSource {
  if (saved === null) return { name, ...failure };
  return fromCopy(saved, `the source failed (${failure.status}: ${failure.detail})`);
}

/** The saved copy as a result. It is stale if `trouble` says what is wrong with the source's present list. */
function fromCopy({ source, domains, ports, fetchedAt }: SavedList, trouble: string | null): ObtainedList {
  return {
    name: source,
    domains,
    ports,
    fetchedAt,
    stale: trouble !== null,
    note: trouble === null ? null : `${trouble}; the list of ${day(fetchedAt)} is used`,
    duplicates: 0,
    junk: [],
  };
}

function* numbered(names: readonly string[]): Generator<JunkLine> {
  for (const [index, text] of names.entries()) yield { line: index + 1, text };
}

function count(servers: number): string {
  return servers.toLocaleString('en');
}

function day(moment: string): string {
  return moment.slice(0, 10);
}
