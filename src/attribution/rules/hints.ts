import type { Attribution, Evidence, Hoster } from '../../model/attribution.ts';
import type { Hosters, Owner } from './hosters.ts';
import { ANYCAST } from './sites.ts';
import { verdictOf } from './verdict.ts';

/** What is known of the server behind an address. */
export interface Hints {
  /** The served domain. */
  readonly domain?: string;
  /** Names that its CNAME chain led through. */
  readonly cname?: readonly string[];
  /** Reverse name of the address. */
  readonly ptr?: string;
  /** Response headers by lower-case name. */
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * What the server's names and answers add to the word of its address: a front or an operator that the address
 * alone does not show. A reverse name is whatever the user of an address wrote, so it names a hoster only
 * where the table knows no better.
 */
export function applyHints(attribution: Attribution, hints: Hints, hosters: Hosters): Attribution {
  if (attribution.status !== 'OK') return attribution;
  let told = attribution;
  if (told.front === null) {
    const front = frontOf(hints, hosters);
    if (front !== null) told = { ...told, ...verdictOf(...front), location: ANYCAST };
    else if (told.evidence[0] === 'as-name' && hints.ptr !== undefined) {
      const owner = hosters.hosterByPtr.find(hints.ptr);
      if (owner !== null) told = { ...told, ...verdictOf(owner, 'ptr') };
    }
  }
  const operator = told.operator === null ? operatorOf(hints, hosters) : null;
  if (operator === null) return told;
  return { ...told, operator: operator[0], evidence: withEvidence(told.evidence, operator[1]) };
}

export function withEvidence(evidence: readonly Evidence[], more: Evidence): readonly Evidence[] {
  return evidence.includes(more) ? evidence : [...evidence, more];
}

function frontOf(hints: Hints, hosters: Hosters): readonly [Owner, Evidence] | null {
  for (const name of hints.cname ?? []) {
    const owner = hosters.frontByCname.find(name);
    if (owner !== null) return [owner, 'cname'];
  }
  const byDomain = hints.domain === undefined ? null : hosters.frontByDomain.find(hints.domain);
  if (byDomain !== null) return [byDomain, 'domain'];
  for (const { name, pattern, owner } of hosters.frontByHeader) {
    const value = hints.headers?.[name];
    if (value !== undefined && pattern.test(value)) return [owner, 'header'];
  }
  return null;
}

function operatorOf(hints: Hints, hosters: Hosters): readonly [Hoster, Evidence] | null {
  for (const name of hints.cname ?? []) {
    const operator = hosters.operatorByCname.find(name);
    if (operator !== null) return [operator, 'cname'];
  }
  const byPtr = hints.ptr === undefined ? null : hosters.operatorByPtr.find(hints.ptr);
  if (byPtr !== null) return [byPtr, 'ptr'];
  const byDomain = hints.domain === undefined ? null : hosters.operatorByDomain.find(hints.domain);
  return byDomain === null ? null : [byDomain, 'domain'];
}
