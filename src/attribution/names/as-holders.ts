import type { Kind } from '../../model/attribution.ts';
import type { AddressRules } from '../rules/address-rules.ts';
import type { Sites } from '../rules/sites.ts';
import { type AsAttribution, verdictOf } from '../rules/verdict.ts';
import { wordAt } from '../tables/column.ts';
import { madeOnce } from '../tables/made-once.ts';
import { type Columns, section } from '../tables/table-file.ts';
import { textBlock } from '../tables/table-sections.ts';
import { textAt } from '../tables/text-list.ts';
import { cleanAsName } from './as-name.ts';
import { kindRuleOf } from './as-name-kind.ts';

/** An AS with what follows from its number and name alone. */
export interface AsHolder extends AsAttribution {
  readonly asn: number;
  /** As the registry has it. */
  readonly asName: string;
  /** Of its company's data centres; null where they are not known. */
  readonly sites: Sites | null;
}

/**
 * The holder with a number of the compiled AS table; null for 0. Each is judged once, when it is first asked
 * for.
 */
export function openAsHolders(columns: Columns, rules: AddressRules): (id: number) => AsHolder | null {
  const asns = section(columns, 'asns', 'Uint32Array');
  const addresses = section(columns, 'addresses', 'Uint32Array');
  const names = textBlock(columns, 'names');
  const holderOf = madeOnce(asns.length, (id): AsHolder => {
    const asn = wordAt(asns, id);
    const asName = textAt(names, id);
    const owner = rules.ownerOfAsn(asn);
    const kindOf = (): Kind | null =>
      rules.kindOfAsn(asn) ?? kindRuleOf(asName, wordAt(addresses, id))?.kind ?? null;
    const verdict = owner === null ? byName(asn, asName, kindOf()) : verdictOf(owner, 'asn');
    return { asn, asName, sites: owner?.sites ?? null, ...verdict };
  });
  return (id) => (id === 0 ? null : holderOf(id));
}

/** The name's word, for AS that the table does not have. It does not tell the company's country. */
function byName(asn: number, name: string, kind: Kind | null): AsAttribution {
  return {
    hoster: { id: `as${asn}`, name: cleanAsName(name, asn), country: null },
    front: null,
    kind,
    evidence: ['as-name'],
  };
}
