import type { Attribution, AttributionStatus } from '../model/attribution.ts';
import type { AsHolder } from './names/as-holders.ts';
import type { AddressRules } from './rules/address-rules.ts';
import { withEvidence } from './rules/hints.ts';
import { ANYCAST, locate } from './rules/sites.ts';
import { verdictOf } from './rules/verdict.ts';
import type { Place } from './tables/location-table.ts';
import { madeOnce } from './tables/made-once.ts';

/** What the tables contain for one address. */
export interface FoundInTables {
  /** Of its AS; null where no AS is known. */
  readonly holder: AsHolder | null;
  readonly prefix: string | null;
  /** Numbers of `byPrefix` and `operatorByPrefix`; 0 without a rule. */
  readonly rule: number;
  readonly operatorRule: number;
  readonly place: Place | null;
}

export type AnswerFrom = (input: string, ip: string, found: FoundInTables) => Attribution;

/** A rule for a block outranks the AS. An operator is added to the hoster. */
export function createAnswers(rules: AddressRules): AnswerFrom {
  // A rule's evidence: fronts publish their ranges, other blocks were found by us.
  const ofRule = madeOnce(rules.owners + 1, (rule) => {
    const owner = rules.ownerOfRule(rule);
    return { ...verdictOf(owner, owner.role === 'front' ? 'range' : 'prefix'), sites: owner.sites };
  });
  return (input, ip, { holder, prefix, rule, operatorRule, place }) => {
    const verdict = rule === 0 ? holder : ofRule(rule);
    if (verdict === null) return unattributed(input, 'UNROUTED', ip);
    const operator = operatorRule === 0 ? null : rules.operatorOfRule(operatorRule);
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
      location: verdict.front === null ? locate(place, verdict.sites) : ANYCAST,
      evidence: operator === null ? verdict.evidence : withEvidence(verdict.evidence, 'prefix'),
    };
  };
}

/** The answer for an address with neither an AS nor a rule. */
export function unattributed(
  input: string,
  status: Exclude<AttributionStatus, 'OK'>,
  ip: string | null,
): Attribution {
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
