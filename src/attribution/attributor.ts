import { isPublic, parseAddress } from '../model/address.ts';
import type { Attribution, AttributionStatus, Location } from '../model/attribution.ts';
import { type AsHolder, openAsHolders } from './as-holders.ts';
import { applyHints, type Hints, withEvidence } from './hints.ts';
import { type Hosters, loadHosters } from './hosters.ts';
import { formatIPv4, parseIPv4 } from './ipv4.ts';
import { blockBits, findIPv4 } from './ipv4-table.ts';
import { formatIPv6Network, parseIPv6 } from './ipv6.ts';
import { blockBitsIPv6, findIPv6, valueIPv6 } from './ipv6-table.ts';
import { openLocations } from './location-table.ts';
import { isPublicIPv4 } from './publicness.ts';
import { type DataSource, embeddedDatabases } from './sources.ts';
import { ipv4Table, ipv6Table } from './table-sections.ts';
import { openTables, type Tables } from './tables.ts';
import { ANYCAST, type Verdict, verdictOf } from './verdict.ts';

export type { DataSource, Hints };

export interface Attributor {
  /** Never throws, whatever the text. Hints are about the server behind the address. */
  attribute(address: string, hints?: Hints): Attribution;
  /** The address databases behind the answers, with the credit that each asks for. */
  readonly sources: readonly DataSource[];
}

export interface AttributorOptions {
  /** Folder of the running state; compiled tables go to `tables` in it. */
  readonly dataDir: string;
  readonly onProgress?: (message: string) => void;
}

/** Opens the tables, compiling them first where needed (some seconds). Throws where reference data is not of its form. */
export async function openAttributor(options: AttributorOptions): Promise<Attributor> {
  const databases = embeddedDatabases();
  const hosters = loadHosters(new URL('../../data/', import.meta.url));
  const tables = await openTables(databases, options.dataDir, options.onProgress ?? (() => {}));
  return createAttributor(tables, hosters, [
    databases.asn.credit,
    databases.city.credit,
    databases.country.credit,
  ]);
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
    const verdict = rule === 0 ? holder?.verdict : verdicts[rule - 1];
    if (verdict === undefined) return without(input, 'UNROUTED', ip);
    const operator = operatorRule === 0 ? null : (operators[operatorRule - 1] ?? null);
    return {
      input,
      status: 'OK',
      ip,
      asn: holder === null ? null : holder.asn,
      asName: holder === null ? null : holder.name,
      prefix,
      hoster: verdict.hoster,
      front: verdict.front,
      operator,
      kind: verdict.kind,
      location: verdict.front === null ? location : ANYCAST,
      evidence: operator === null ? verdict.evidence : withEvidence(verdict.evidence, 'prefix'),
    };
  };

  const attributeIPv4 = (input: string, ip: string, address: number): Attribution => {
    const row = findIPv4(asIPv4, address);
    const id = asIPv4.values[row] as number;
    const place = placesIPv4.values[findIPv4(placesIPv4, address)] as number;
    let prefix: string | null = null;
    if (id !== 0) {
      const bits = blockBits(asIPv4, address, row);
      prefix = `${formatIPv4((address & (0xffffffff << (32 - bits))) >>> 0)}/${bits}`;
    }
    return answer(
      input,
      ip,
      holderOf(id),
      byPrefix.ipv4.values[findIPv4(byPrefix.ipv4, address)] as number,
      operatorByPrefix.ipv4.values[findIPv4(operatorByPrefix.ipv4, address)] as number,
      prefix,
      locationIPv4(place),
    );
  };

  const attributeIPv6 = (input: string, ip: string): Attribution => {
    parseIPv6(ip, words);
    const row = findIPv6(asIPv6, words);
    const id = valueIPv6(asIPv6, words, row);
    let prefix: string | null = null;
    if (id !== 0) {
      const bits = blockBitsIPv6(asIPv6, words, row);
      prefix = bits === 128 ? `${ip}/128` : `${formatIPv6Network(words, bits)}/${bits}`;
    }
    return answer(
      input,
      ip,
      holderOf(id),
      valueIPv6(byPrefix.ipv6, words, findIPv6(byPrefix.ipv6, words)),
      valueIPv6(operatorByPrefix.ipv6, words, findIPv6(operatorByPrefix.ipv6, words)),
      prefix,
      locationIPv6(valueIPv6(placesIPv6, words, findIPv6(placesIPv6, words))),
    );
  };

  const attributeAddress = (input: string): Attribution => {
    const quick = parseIPv4(input);
    if (quick >= 0) {
      return isPublicIPv4(quick) ? attributeIPv4(input, input, quick) : without(input, 'NOT_PUBLIC', input);
    }
    const ip = parseAddress(input);
    if (ip === null) return without(input, 'INVALID', null);
    if (!isPublic(ip)) return without(input, 'NOT_PUBLIC', ip);
    const unmapped = parseIPv4(ip);
    return unmapped >= 0 ? attributeIPv4(input, ip, unmapped) : attributeIPv6(input, ip);
  };

  return {
    sources,
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
