import { readFileSync } from 'node:fs';
import type { Country, Kind } from '../../model/attribution.ts';
import type { CompanyEntry } from './hosters.ts';
import type { SeatEntry } from './seats.ts';
import type { SitesEntry } from './sites.ts';

/** What the reference tables say of a company, for readers who want to know who it is. */
export interface CompanyProfile {
  readonly kind: Kind;
  readonly country: Country | null;
  /** The legal person, where it was looked up. */
  readonly entity: string | null;
  readonly owner: { readonly name: string; readonly seat: Country | null } | null;
  readonly website: string | null;
  /** Ascending. */
  readonly asns: readonly number[];
  /** Cities of data centres by country; empty where none is listed. */
  readonly sites: Readonly<Record<Country, readonly string[]>>;
}

interface Tables {
  readonly companies: ReadonlyMap<string, CompanyEntry>;
  readonly seats: ReadonlyMap<string, SeatEntry>;
  readonly sites: ReadonlyMap<string, SitesEntry>;
}

let tables: Tables | null = null;

/** Null for a company that no table has, such as an AS under its own name. */
export function companyProfile(id: string): CompanyProfile | null {
  tables ??= readTables();
  const entry = tables.companies.get(id);
  if (entry === undefined) return null;
  const seat = tables.seats.get(id);
  const { kind, country, website, asns = [] } = entry;
  return {
    kind,
    country,
    entity: seat?.entity ?? null,
    owner: seat?.owner ?? (entry.owner === undefined ? null : { name: entry.owner, seat: null }),
    website: website ?? null,
    asns,
    sites: tables.sites.get(id)?.sites ?? {},
  };
}

function readTables(): Tables {
  const byId = <Entry extends { readonly id: string }>(entries: readonly Entry[]) =>
    new Map(entries.map((entry) => [entry.id, entry]));
  const [hosters = [], fronts = [], operators = []] = (['hosters', 'fronts', 'operators'] as const).map(
    (file): readonly CompanyEntry[] => read(file),
  );
  return {
    // Of a company in several tables the last entry here wins: hoster before front before operator.
    companies: byId([...operators, ...fronts, ...hosters]),
    seats: byId(read<readonly SeatEntry[]>('seats')),
    sites: byId(read<readonly SitesEntry[]>('sites')),
  };
}

function read<Content>(file: string): Content {
  return JSON.parse(readFileSync(new URL(`../../../data/${file}.json`, import.meta.url), 'utf8')) as Content;
}
