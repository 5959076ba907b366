import { type Hoster, KINDS, type Kind } from '../../model/attribution.ts';
import { bytesBetween, type TableColumn, wordAt } from '../tables/column.ts';
import { madeOnce } from '../tables/made-once.ts';
import { type Columns, type Sections, section } from '../tables/table-file.ts';
import { textBlock, textSections } from '../tables/table-sections.ts';
import { packTexts, textAt } from '../tables/text-list.ts';
import type { Hosters, Owner } from './hosters.ts';
import { type PrefixRules, prefixColumns, prefixSections } from './prefix-rules.ts';
import type { Sites } from './sites.ts';

/** What of the reviewed tables an address alone is judged by. */
export interface AddressRules {
  readonly owners: number;
  ownerOfAsn(asn: number): Owner | null;
  /** Of an AS without an owner; null where nothing is known of it. */
  kindOfAsn(asn: number): Kind | null;
  readonly byPrefix: PrefixRules;
  /** By a number of `byPrefix`, from 1 to `owners`. */
  ownerOfRule(rule: number): Owner;
  readonly operatorByPrefix: PrefixRules;
  /** By a number of `operatorByPrefix`, from 1 on. */
  operatorOfRule(rule: number): Hoster;
}

/** JSON has no sets. */
interface StoredSites extends Omit<Sites, 'countries'> {
  readonly countries: readonly string[];
}

interface StoredOwner extends Omit<Owner, 'sites'> {
  readonly sites: StoredSites | null;
}

/** The same rules as sections of a table file, so that a start need not read half a megabyte of JSON. */
export function compileAddressRules(hosters: Hosters): Sections {
  // An owner of another kind in one of its AS is another owner.
  const owners = [...new Set([...hosters.owners, ...hosters.byAsn.values()])];
  const places = new Map(owners.map((owner, index) => [owner, index]));
  const byAsn = [...hosters.byAsn].sort(([left], [right]) => left - right);
  const kinds = [...hosters.kindByAsn].sort(([left], [right]) => left - right);
  return {
    asns: Uint32Array.from(byAsn, ([asn]) => asn),
    'asns.owners': Uint32Array.from(byAsn, ([, owner]) => places.get(owner) ?? 0),
    'kinds.asns': Uint32Array.from(kinds, ([asn]) => asn),
    kinds: Uint8Array.from(kinds, ([, kind]) => KINDS.indexOf(kind)),
    ...textSections('owners', packTexts(owners.map((owner) => JSON.stringify(storedOwner(owner))))),
    ...textSections('operators', packTexts(hosters.operators.map((operator) => JSON.stringify(operator)))),
    ...prefixSections('prefixes', hosters.byPrefix),
    ...prefixSections('operators.prefixes', hosters.operatorByPrefix),
  };
}

/** The rules in compiled sections; each owner is read when it is first asked for. */
export function openAddressRules(columns: Columns): AddressRules {
  const asns = section(columns, 'asns', 'Uint32Array');
  const ownersOfAsns = section(columns, 'asns.owners', 'Uint32Array');
  const kindAsns = section(columns, 'kinds.asns', 'Uint32Array');
  const kinds = section(columns, 'kinds', 'Uint8Array');
  const owners = textBlock(columns, 'owners');
  const operators = textBlock(columns, 'operators');
  const ownerAt = madeOnce(owners.offsets.length, (index) => readOwner(textAt(owners, index)));
  const operatorAt = madeOnce(
    operators.offsets.length,
    (index) => JSON.parse(textAt(operators, index)) as Hoster,
  );
  return {
    owners: owners.offsets.length - 1,
    ownerOfAsn(asn) {
      const place = placeOf(asns, asn);
      return place === null ? null : ownerAt(wordAt(ownersOfAsns, place));
    },
    kindOfAsn(asn) {
      const place = placeOf(kindAsns, asn);
      return place === null ? null : (KINDS[bytesBetween(kinds, place, place + 1)[0] ?? 0] ?? null);
    },
    byPrefix: prefixColumns(columns, 'prefixes'),
    ownerOfRule: (rule) => ownerAt(rule - 1),
    operatorByPrefix: prefixColumns(columns, 'operators.prefixes'),
    operatorOfRule: (rule) => operatorAt(rule - 1),
  };
}

/** Where a number is in a column of ascending numbers. */
function placeOf(column: TableColumn<Uint32Array>, number: number): number | null {
  let from = 0;
  let to = column.length;
  while (to > from) {
    const middle = (from + to) >>> 1;
    if (wordAt(column, middle) < number) from = middle + 1;
    else to = middle;
  }
  return from < column.length && wordAt(column, from) === number ? from : null;
}

function storedOwner({ sites, ...owner }: Owner): StoredOwner {
  return { ...owner, sites: sites === null ? null : { ...sites, countries: [...sites.countries] } };
}

function readOwner(text: string): Owner {
  const { sites, ...owner } = JSON.parse(text) as StoredOwner;
  return { ...owner, sites: sites === null ? null : { ...sites, countries: new Set(sites.countries) } };
}
