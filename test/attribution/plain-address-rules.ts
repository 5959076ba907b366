import type { AddressRules } from '../../src/attribution/rules/address-rules.ts';
import type { Hosters, Owner } from '../../src/attribution/rules/hosters.ts';
import { wholePrefixRules } from '../../src/attribution/rules/prefix-rules.ts';
import type { Hoster } from '../../src/model/attribution.ts';

/** Rules straight from the reviewed tables: what the compiled ones are compared with. */
export function addressRulesOf({ byAsn, kindByAsn, byPrefix, owners, ...operators }: Hosters): AddressRules {
  return {
    owners: owners.length,
    ownerOfAsn: (asn) => byAsn.get(asn) ?? null,
    kindOfAsn: (asn) => kindByAsn.get(asn) ?? null,
    byPrefix: wholePrefixRules(byPrefix),
    ownerOfRule: (rule) => owners[rule - 1] as Owner,
    operatorByPrefix: wholePrefixRules(operators.operatorByPrefix),
    operatorOfRule: (rule) => operators.operators[rule - 1] as Hoster,
  };
}
