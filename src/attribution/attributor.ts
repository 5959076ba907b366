import { parseAddress } from '../model/address.ts';
import type { Attribution } from '../model/attribution.ts';
import { errorMessage } from '../text/error-text.ts';
import { createAnswers, unattributed } from './answers.ts';
import { type Choice, chooseDatabases } from './databases/choose.ts';
import { openTables, type Tables, tablesFolder } from './databases/compiled-tables.ts';
import { openReviewedTables, type ReviewedTables } from './databases/hoster-table.ts';
import { type Databases, type DataSource, embeddedDatabases } from './databases/sources.ts';
import { type IPv4Attribution, openIPv4Attribution } from './ipv4-attribution.ts';
import { type IPv6Attribution, openIPv6Attribution } from './ipv6-attribution.ts';
import { openAsHolders } from './names/as-holders.ts';
import { createRoundTrips } from './round-trips.ts';
import { applyHints, type Hints } from './rules/hints.ts';
import type { Coordinates, Physics } from './rules/reach.ts';
import { parseIPv4 } from './tables/ipv4.ts';
import { formatIPv6, parseIPv6 } from './tables/ipv6.ts';

export type { Coordinates, DataSource, Hints };

export interface Attributor {
  /** Never throws, whatever the text. Hints are about the server behind the address. */
  attribute(address: string, hints?: Hints): Attribution;
  /** Whether a domain lies under one of a managed hoster, whose customers are servers of their own. */
  isManaged(domain: string): boolean;
  /**
   * Takes how long a TCP connection to an address took, of which places may be excluded. It is there only
   * where the attributor knows from where.
   */
  readonly noteRoundTrip?: (address: string, milliseconds: number) => void;
  /** The address databases behind the answers, with the credit that each asks for. */
  readonly sources: readonly DataSource[];
}

export interface AttributorOptions {
  /** Folder of the running state; compiled tables go to `tables` in it. */
  readonly dataDir: string;
  readonly onProgress?: (message: string) => void;
  /** Where this machine is; null or none: the times of connections say nothing. */
  readonly vantage?: Coordinates | null;
}

/**
 * Opens the tables, compiling them first where needed (some seconds). Downloaded databases are preferred to
 * those of the installation, unless they are older or damaged. Throws where reference data is not of its
 * form.
 */
export async function openAttributor(options: AttributorOptions): Promise<Attributor> {
  const say = options.onProgress ?? (() => {});
  const installed = embeddedDatabases();
  const choice = chooseDatabases(options.dataDir, installed);
  for (const problem of choice.problems) say(problem);
  const hosters = openReviewedTables(new URL('../../data/', import.meta.url), choice.frontPrefixes, {
    dir: tablesFolder(options.dataDir),
    onProgress: say,
  });
  const opened = openChosen(choice, installed, options.dataDir, say);
  const { asn, city, country } = opened.databases;
  const sources = [...asn.credits, ...city.credits, ...country.credits, ...choice.frontSources];
  return createAttributor(opened.tables, hosters, sources, await physicsFrom(options.vantage ?? null));
}

/**
 * A download that was whole yesterday can be damaged today: the installed databases are used instead, and
 * the problem is reported.
 */
function openChosen(
  { databases, downloaded }: Choice,
  installed: Databases,
  dataDir: string,
  say: (message: string) => void,
): { readonly databases: Databases; readonly tables: Tables } {
  try {
    return { databases, tables: openTables(databases, dataDir, say) };
  } catch (error) {
    if (!downloaded) throw error;
    say(`the downloaded databases are not used: ${errorMessage(error)}`);
    return { databases: installed, tables: openTables(installed, dataDir, say) };
  }
}

export function createAttributor(
  tables: Tables,
  { rules, whole }: ReviewedTables,
  sources: readonly DataSource[],
  physics: Physics | null = null,
): Attributor {
  const holderOf = openAsHolders(tables.as, rules);
  const answerFrom = createAnswers(rules);
  const ipv4 = openIPv4Attribution(tables, rules, holderOf, answerFrom);
  const ipv6 = openIPv6Attribution(tables, rules, holderOf, answerFrom);
  const attributeAddress = createReader(ipv4, ipv6);
  const attribute: Attributor['attribute'] = (input, hints) =>
    hints === undefined ? attributeAddress(input) : applyHints(attributeAddress(input), hints, whole());
  const isManaged = (domain: string): boolean => whole().operatorByDomain.find(domain) !== null;
  if (physics === null) return { sources, isManaged, attribute };

  const roundTrips = createRoundTrips(physics, (ip) => {
    const address = parseIPv4(ip);
    const words = new Uint32Array(4);
    if (address >= 0) return ipv4.isPublished(address);
    return parseIPv6(ip, words) && ipv6.isPublished(words);
  });
  return {
    sources,
    isManaged,
    attribute: (input, hints) => roundTrips.exclude(attribute(input, hints)),
    noteRoundTrip: roundTrips.note,
  };
}

/** Reads the text of an address, the usual spellings of both families first and by hand. */
function createReader(ipv4: IPv4Attribution, ipv6: IPv6Attribution): (input: string) => Attribution {
  const words = new Uint32Array(4);
  return (input) => {
    const quick = parseIPv4(input);
    if (quick >= 0) return ipv4.attribute(input, input, quick);
    if (parseIPv6(input, words) && (words[0] as number) !== 0)
      return ipv6.attribute(input, formatIPv6(words), words);
    // Rare spellings: leading zeros, IPv4-mapped and embedded IPv4.
    const ip = parseAddress(input);
    if (ip === null) return unattributed(input, 'INVALID', null);
    const unmapped = parseIPv4(ip);
    if (unmapped >= 0) return ipv4.attribute(input, ip, unmapped);
    return parseIPv6(ip, words) ? ipv6.attribute(input, ip, words) : unattributed(input, 'NOT_PUBLIC', ip);
  };
}

/** The map is loaded only where it is needed: it would be a good part of the time that a start may take. */
async function physicsFrom(vantage: Coordinates | null): Promise<Physics | null> {
  if (vantage === null) return null;
  const { readCountryExtents } = await import('./rules/country-extents.ts');
  return { from: vantage, extents: readCountryExtents() };
}
