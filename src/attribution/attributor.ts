import { parseAddress } from '../model/address.ts';
import type { Attribution, AttributionStatus, Location } from '../model/attribution.ts';
import { type AsHolder, openAsHolders } from './as-holders.ts';
import { type Choice, chooseDatabases } from './choose.ts';
import { applyHints, type Hints, withEvidence } from './hints.ts';
import { type Hosters, loadHosters } from './hosters.ts';
import { formatIPv4Network, parseIPv4 } from './ipv4.ts';
import { BLOCKS, blockBits, findIPv4, hasValues } from './ipv4-table.ts';
import { formatIPv6, formatIPv6Network, parseIPv6 } from './ipv6.ts';
import { blockBitsIPv6, findIPv6, valueIPv6 } from './ipv6-table.ts';
import { openLocations } from './location-table.ts';
import { isPublicBlock, isPublicIPv4, isPublicIPv6 } from './publicness.ts';
import { type Databases, type DataSource, embeddedDatabases } from './sources.ts';
import { ipv4Table, ipv6Table } from './table-sections.ts';
import { openTables, type Tables } from './tables.ts';
import { ANYCAST, type Verdict, verdictOf } from './verdict.ts';

export type { DataSource, Hints };

export interface Attributor {
  /** Never throws, whatever the text. Hints are about the server behind the address. */
  attribute(address: string, hints?: Hints): Attribution;
  /** Whether a domain lies under one of a managed hoster, whose customers are servers of their own. */
  isManaged(domain: string): boolean;
  /** The address databases behind the answers, with the credit that each asks for. */
  readonly sources: readonly DataSource[];
}

export interface AttributorOptions {
  /** Folder of the running state; compiled tables go to `tables` in it. */
  readonly dataDir: string;
  readonly onProgress?: (message: string) => void;
}

/**
 * Opens the tables, compiling them first where needed (some seconds). Downloaded databases are preferred to those of the
 * installation, unless they are older or damaged. Throws where reference data is not of its form.
 */
export async function openAttributor(options: AttributorOptions): Promise<Attributor> {
  const say = options.onProgress ?? (() => {});
  const installed = embeddedDatabases();
  const choice = chooseDatabases(options.dataDir, installed);
  for (const problem of choice.problems) say(problem);
  const [opened, hosters] = await Promise.all([
    openChosen(choice, installed, options.dataDir, say),
    // While other threads read the tables.
    Promise.resolve().then(() => loadHosters(new URL('../../data/', import.meta.url), choice.frontPrefixes)),
  ]);
  const { asn, city, country } = opened.databases;
  const sources = [...asn.credits, ...city.credits, ...country.credits, ...choice.frontSources];
  return createAttributor(opened.tables, hosters, sources);
}

/** A download that was whole yesterday can be damaged today: the installed databases stand in, and it is said. */
async function openChosen(
  { databases, downloaded }: Choice,
  installed: Databases,
  dataDir: string,
  say: (message: string) => void,
): Promise<{ readonly databases: Databases; readonly tables: Tables }> {
  try {
    return { databases, tables: await openTables(databases, dataDir, say) };
  } catch (error) {
    if (!downloaded) throw error;
    say(`the downloaded databases are not used: ${error instanceof Error ? error.message : error}`);
    return { databases: installed, tables: await openTables(installed, dataDir, say) };
  }
}

export function createAttributor(
  tables: Tables,
  hosters: Hosters,
  sources: readonly DataSource[],
): Attributor {
  const holderOf = openAsHolders(tables.as, hosters);
  const asIPv4 = ipv4Table(tables.as);
  const asIPv6 = ipv6Table(tables.as);
  const placesIPv4 = ipv4Table(tables.locationIPv4);
  const placesIPv6 = ipv6Table(tables.locationIPv6);
  const locationIPv4 = openLocations(tables.locationIPv4);
  const locationIPv6 = openLocations(tables.locationIPv6);
  const { byPrefix, operatorByPrefix, operators } = hosters;
  // A rule's evidence: fronts publish their ranges, other blocks were found by us.
  const verdicts: readonly Verdict[] = hosters.owners.map((owner) =>
    verdictOf(owner, owner.role === 'front' ? 'range' : 'prefix'),
  );
  const words = new Uint32Array(4);

  const answer = (
    input: string,
    ip: string,
    holder: AsHolder | null,
    rule: number,
    operatorRule: number,
    prefix: string | null,
    location: Location | null,
  ): Attribution => {
    const verdict = rule === 0 ? holder : (verdicts[rule - 1] ?? null);
    if (verdict === null) return without(input, 'UNROUTED', ip);
    const operator = operatorRule === 0 ? null : (operators[operatorRule - 1] ?? null);
    return {
      input,
      status: 'OK',
      ip,
      asn: holder === null ? null : holder.asn,
      asName: holder === null ? null : holder.asName,
      prefix,
      hoster: verdict.hoster,
      front: verdict.front,
      operator,
      kind: verdict.kind,
      location: verdict.front === null ? location : ANYCAST,
      evidence: operator === null ? verdict.evidence : withEvidence(verdict.evidence, 'prefix'),
    };
  };

  // Most of the space is public and without rules: one byte for each /16 says so, and the way through it is short.
  const plain = Uint8Array.from({ length: BLOCKS }, (_, block) =>
    isPublicBlock(block) && !hasValues(byPrefix.ipv4, block) && !hasValues(operatorByPrefix.ipv4, block)
      ? 1
      : 0,
  );

  const attributePlain = (input: string, ip: string, address: number): Attribution => {
    const row = findIPv4(asIPv4, address);
    const holder = holderOf(asIPv4.values[row] as number);
    if (holder === null) return without(input, 'UNROUTED', ip);
    const place = placesIPv4.values[findIPv4(placesIPv4, address)] as number;
    return {
      input,
      status: 'OK',
      ip,
      asn: holder.asn,
      asName: holder.asName,
      prefix: formatIPv4Network(address, blockBits(asIPv4, address, row)),
      hoster: holder.hoster,
      front: holder.front,
      operator: null,
      kind: holder.kind,
      location: holder.front === null ? locationIPv4(place) : ANYCAST,
      evidence: holder.evidence,
    };
  };

  const attributeIPv4 = (input: string, ip: string, address: number): Attribution => {
    if (plain[address >>> 16] === 1) return attributePlain(input, ip, address);
    if (!isPublicIPv4(address)) return without(input, 'NOT_PUBLIC', ip);
    const row = findIPv4(asIPv4, address);
    const id = asIPv4.values[row] as number;
    const prefix = id === 0 ? null : formatIPv4Network(address, blockBits(asIPv4, address, row));
    const rule = byPrefix.ipv4.values[findIPv4(byPrefix.ipv4, address)] as number;
    const operatorRule = operatorByPrefix.ipv4.values[findIPv4(operatorByPrefix.ipv4, address)] as number;
    const place = placesIPv4.values[findIPv4(placesIPv4, address)] as number;
    return answer(input, ip, holderOf(id), rule, operatorRule, prefix, locationIPv4(place));
  };

  /** Of the address in `words`. */
  const attributeIPv6 = (input: string, ip: string): Attribution => {
    const row = findIPv6(asIPv6, words);
    const id = valueIPv6(asIPv6, words, row);
    let prefix: string | null = null;
    if (id !== 0) {
      const bits = blockBitsIPv6(asIPv6, words, row);
      prefix = bits === 128 ? `${ip}/128` : formatIPv6Network(words, bits);
    }
    const rule = valueIPv6(byPrefix.ipv6, words, findIPv6(byPrefix.ipv6, words));
    const operatorRule = valueIPv6(operatorByPrefix.ipv6, words, findIPv6(operatorByPrefix.ipv6, words));
    const place = valueIPv6(placesIPv6, words, findIPv6(placesIPv6, words));
    return answer(input, ip, holderOf(id), rule, operatorRule, prefix, locationIPv6(place));
  };

  const attributeAddress = (input: string): Attribution => {
    const quick = parseIPv4(input);
    if (quick >= 0) return attributeIPv4(input, input, quick);
    if (parseIPv6(input, words) && (words[0] as number) !== 0) {
      const ip = formatIPv6(words);
      return isPublicIPv6(words, ip) ? attributeIPv6(input, ip) : without(input, 'NOT_PUBLIC', ip);
    }
    // Rare spellings: leading zeros, IPv4-mapped and embedded IPv4.
    const ip = parseAddress(input);
    if (ip === null) return without(input, 'INVALID', null);
    const unmapped = parseIPv4(ip);
    if (unmapped >= 0) return attributeIPv4(input, ip, unmapped);
    return parseIPv6(ip, words) && isPublicIPv6(words, ip)
      ? attributeIPv6(input, ip)
      : without(input, 'NOT_PUBLIC', ip);
  };

  return {
    sources,
    isManaged: (domain) => hosters.operatorByDomain.find(domain) !== null,
    attribute: (input, hints) =>
      hints === undefined ? attributeAddress(input) : applyHints(attributeAddress(input), hints, hosters),
  };
}

function without(input: string, status: Exclude<AttributionStatus, 'OK'>, ip: string | null): Attribution {
  return {
    input,
    status,
    ip,
    asn: null,
    asName: null,
    prefix: null,
    hoster: null,
    front: null,
    operator: null,
    kind: null,
    location: null,
    evidence: [],
  };
}
