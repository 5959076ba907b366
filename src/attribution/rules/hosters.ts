import { readFileSync } from 'node:fs';
import { type Hoster, KINDS, type Kind } from '../../model/attribution.ts';
import { errorMessage } from '../../text/error-text.ts';
import { createSuffixMap, type SuffixMap } from '../tables/suffix-map.ts';
import { compilePrefixRules, type PrefixRows } from './prefix-rules.ts';
import { readSites, type Sites, type SitesEntry } from './sites.ts';

/** One line of `data/hosters.json`, `fronts.json` or `operators.json`. */
export interface CompanyEntry {
  readonly id: string;
  readonly name: string;
  /** ISO 3166-1 alpha-2 of the company's seat. */
  readonly country: string | null;
  readonly kind: Kind;
  /** Who owns the company, where that is another one. */
  readonly owner?: string;
  /** AS numbers among `asns` whose networks are of another kind. */
  readonly kinds?: Readonly<Partial<Record<Kind, readonly number[]>>>;
  readonly website?: string;
  readonly asns?: readonly number[];
  /** CIDR blocks; they win over AS numbers, the longest first. */
  readonly prefixes?: readonly string[];
  /** Suffixes of reverse names. */
  readonly ptr?: readonly string[];
  /** Suffixes of names that a CNAME chain leads through. */
  readonly cname?: readonly string[];
  /** Suffixes of the served domain itself. */
  readonly domains?: readonly string[];
  /** Regular expressions, without regard to case, by lower-case name of a response header. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly source?: string;
}

/** One line of `data/as-kinds.json`: AS whose own names say what they are to a reader, but not to a rule. */
export interface AsKindsEntry {
  /** In which most of their addresses are registered; for readers only. */
  readonly country: string;
  readonly kind: Kind;
  readonly asns: readonly number[];
}

/** A front or the owner of a network, as a rule names it. */
export interface Owner {
  readonly role: 'front' | 'hoster';
  readonly hoster: Hoster;
  readonly kind: Kind;
  /** Where its data centres are; null where that is not known. */
  readonly sites: Sites | null;
}

interface HeaderRule {
  readonly name: string;
  readonly pattern: RegExp;
  readonly owner: Owner;
}

/** The reviewed tables, indexed. Numbers in the prefix rules are positions in `owners` and `operators`. */
export interface Hosters {
  readonly owners: readonly Owner[];
  readonly operators: readonly Hoster[];
  readonly byAsn: ReadonlyMap<number, Owner>;
  /** Kinds of AS that `byAsn` does not have. */
  readonly kindByAsn: ReadonlyMap<number, Kind>;
  readonly byPrefix: PrefixRows;
  readonly frontByCname: SuffixMap<Owner>;
  readonly frontByDomain: SuffixMap<Owner>;
  readonly frontByHeader: readonly HeaderRule[];
  readonly hosterByPtr: SuffixMap<Owner>;
  readonly operatorByPrefix: PrefixRows;
  readonly operatorByCname: SuffixMap<Hoster>;
  readonly operatorByPtr: SuffixMap<Hoster>;
  readonly operatorByDomain: SuffixMap<Hoster>;
}

/**
 * Reads the tables of the folder `data`; throws with file and line where an entry is not of the form of
 * {@link CompanyEntry}. `published`: more blocks of fronts, by id.
 */
export function loadHosters(
  dataFolder: URL,
  published: ReadonlyMap<string, readonly string[]> = new Map(),
): Hosters {
  return indexHosters({
    hosters: readEntries(new URL('hosters.json', dataFolder)),
    fronts: readFronts(dataFolder).map((entry) => {
      const more = published.get(entry.id);
      return more === undefined ? entry : { ...entry, prefixes: [...(entry.prefixes ?? []), ...more] };
    }),
    operators: readEntries(new URL('operators.json', dataFolder)),
    sites: parseJson(new URL('sites.json', dataFolder)) as readonly SitesEntry[],
    asKinds: parseJson(new URL('as-kinds.json', dataFolder)) as readonly AsKindsEntry[],
  });
}

/** The reviewed table of CDNs and proxies alone. */
export function readFronts(dataFolder: URL): readonly CompanyEntry[] {
  return readEntries(new URL('fronts.json', dataFolder));
}

export function indexHosters(tables: {
  readonly hosters: readonly CompanyEntry[];
  readonly fronts: readonly CompanyEntry[];
  readonly operators: readonly CompanyEntry[];
  readonly sites?: readonly SitesEntry[];
  readonly asKinds?: readonly AsKindsEntry[];
}): Hosters {
  const sites = new Map((tables.sites ?? []).map((entry) => [entry.id, readSites(entry)]));
  const fronts = tables.fronts.map((entry) => ({ entry, owner: ownerOf(entry, 'front', null) }));
  const hosters = tables.hosters.map((entry) => ({
    entry,
    owner: ownerOf(entry, 'hoster', sites.get(entry.id) ?? null),
  }));
  const operators = tables.operators.map((entry) => ({ entry, owner: hosterOf(entry) }));
  const owners = [...fronts, ...hosters];
  const byAsn = new Map<number, Owner>();
  for (const { entry, owner } of owners) {
    for (const asn of entry.asns ?? []) if (!byAsn.has(asn)) byAsn.set(asn, ownerOfAs(entry, owner, asn));
  }
  return {
    owners: owners.map(({ owner }) => owner),
    operators: operators.map(({ owner }) => owner),
    byAsn,
    kindByAsn: new Map(
      (tables.asKinds ?? []).flatMap(({ kind, asns }) => asns.map((asn) => [asn, kind] as const)),
    ),
    byPrefix: prefixesOf(owners.map(({ entry }) => entry)),
    frontByCname: suffixes(fronts, 'cname'),
    frontByDomain: suffixes(fronts, 'domains'),
    frontByHeader: fronts.flatMap(({ entry, owner }) =>
      Object.entries(entry.headers ?? {}).map(([name, pattern]) => ({
        name,
        pattern: new RegExp(pattern, 'i'),
        owner,
      })),
    ),
    hosterByPtr: suffixes(hosters, 'ptr'),
    operatorByPrefix: prefixesOf(tables.operators),
    operatorByCname: suffixes(operators, 'cname'),
    operatorByPtr: suffixes(operators, 'ptr'),
    operatorByDomain: suffixes(operators, 'domains'),
  };
}

function prefixesOf(entries: readonly CompanyEntry[]): PrefixRows {
  return compilePrefixRules(
    entries.flatMap((entry, index) => (entry.prefixes ?? []).map((prefix) => [prefix, index + 1] as const)),
  );
}

function suffixes<T>(
  entries: readonly { readonly entry: CompanyEntry; readonly owner: T }[],
  field: 'cname' | 'ptr' | 'domains',
): SuffixMap<T> {
  return createSuffixMap(
    entries.flatMap(({ entry, owner }) => (entry[field] ?? []).map((suffix) => [suffix, owner] as const)),
  );
}

/** One company may connect people in one AS and host servers in another. */
function ownerOfAs({ kinds = {} }: CompanyEntry, owner: Owner, asn: number): Owner {
  const kind = KINDS.find((candidate) => kinds[candidate]?.includes(asn));
  return kind === undefined ? owner : { ...owner, kind };
}

function ownerOf(entry: CompanyEntry, role: Owner['role'], sites: Sites | null): Owner {
  return { role, hoster: hosterOf(entry), kind: role === 'front' ? 'cdn' : entry.kind, sites };
}

function hosterOf({ id, name, country }: CompanyEntry): Hoster {
  return { id, name, country };
}

/** Checked by hand, since a schema library would take a good part of the time that a start may take. */
function readEntries(file: URL): readonly CompanyEntry[] {
  const entries = parseJson(file);
  if (!Array.isArray(entries)) throw new Error(`${file.pathname}: not an array of entries`);
  return entries.map((entry: unknown, index) => {
    const problem = problemOf(entry);
    if (problem !== null) throw new Error(`${file.pathname}: entry ${index + 1}: ${problem}`);
    return entry as CompanyEntry;
  });
}

function parseJson(file: URL): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new Error(`${file.pathname}: ${errorMessage(error)}`, { cause: error });
  }
}

function problemOf(entry: unknown): string | null {
  if (typeof entry !== 'object' || entry === null) return 'not an object';
  const { id, name, country, kind, asns = [], headers = {} } = entry as Record<string, unknown>;
  if (typeof id !== 'string' || !/^[a-z0-9][a-z0-9-]*$/.test(id)) return 'id is not a slug';
  if (typeof name !== 'string' || name === '') return `${id}: name is missing`;
  if (country !== null && !(typeof country === 'string' && /^[A-Z]{2}$/.test(country))) {
    return `${id}: country is not two capital letters or null`;
  }
  if (!KINDS.some((known) => known === kind)) return `${id}: expected one of the kinds ${KINDS.join(', ')}`;
  if (!Array.isArray(asns) || !asns.every(Number.isInteger)) return `${id}: asns is not an array of numbers`;
  for (const field of ['prefixes', 'ptr', 'cname', 'domains'] as const) {
    const list = (entry as Record<string, unknown>)[field] ?? [];
    if (!Array.isArray(list) || !list.every((text) => typeof text === 'string'))
      return `${id}: ${field} is not an array of texts`;
  }
  if (
    typeof headers !== 'object' ||
    headers === null ||
    !Object.values(headers).every((text) => typeof text === 'string')
  ) {
    return `${id}: headers is not an object of texts`;
  }
  return null;
}
