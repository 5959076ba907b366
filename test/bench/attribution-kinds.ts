import { type KindRule, kindRuleOf } from '../../src/attribution/names/as-name-kind.ts';
import type { Hosters } from '../../src/attribution/rules/hosters.ts';
import type { Kind } from '../../src/model/attribution.ts';
import type { AsFacts } from '../kit/as-facts.ts';
import type { Counted } from './attribution-count.ts';
import type { AsnKind } from './attribution-labels.ts';
import { NAMES_READ } from './kind-names-read.ts';

/** A rule over names, whether the table has the AS or not. */
export interface RuleResult {
  readonly ipinfo: Counted;
  readonly bgptools: Counted;
  /** AS that either reference knows; agreed with where one of the two says the same. */
  readonly either: Counted;
  /** AS drawn from all that the rule speaks about, whose names were read one by one. */
  readonly read: Counted;
  /** The same over the AS with an odd and an even number: as far apart as chance makes them. */
  readonly halves: readonly [Counted, Counted];
}

export interface KindResult {
  /** Sums of fediverse domains. */
  readonly weight: { all: number; agree: number; unknown: number; ispHosting: number };
  /** Numbers of AS. */
  readonly asns: { all: number; agree: number; unknown: number };
  /** Of these AS, those in the reviewed table. */
  readonly table: Counted;
  /** AS that both references know, and on which they agree with each other: the best that one can reach. */
  readonly references: Counted;
  /** The same where bgp.tools has a tag, and where only its class says that people sit behind the network. */
  readonly tagged: Counted;
  readonly eyeballs: Counted;
  /** AS on which both references agree and to which we give a kind; `unknown` are the others. */
  readonly undisputed: Counted & { unknown: number };
  readonly rules: ReadonlyMap<string, RuleResult>;
  readonly disagreements: readonly { readonly text: string; readonly domains: number }[];
}

/** IPinfo has no class for CDNs and calls them hosting. */
const asIpinfo = (kind: Kind | null): string | null => (kind === 'cdn' ? 'hosting' : kind);

/** Our kind of each AS, from the table or the name alone, against IPinfo's type and the tags of bgp.tools. */
export function kindLayer(
  kinds: readonly AsnKind[],
  hosters: Hosters,
  facts: ReadonlyMap<number, AsFacts>,
): KindResult {
  const weight = { all: 0, agree: 0, unknown: 0, ispHosting: 0 };
  const asns = { all: 0, agree: 0, unknown: 0 };
  const table = none();
  const references = none();
  const byTag = none();
  const eyeballs = none();
  const undisputed = { ...none(), unknown: 0 };
  const rules = new Map<string, RuleResult>();
  const disagreements: { text: string; domains: number }[] = [];
  for (const row of kinds) {
    const { asn, kind, tagged, byClass, domains } = row;
    const { name = '', addresses = 0 } = facts.get(asn) ?? {};
    const rule = kindRuleOf(name, addresses);
    if (rule !== null) countRule(rules, rule, row);
    if (kind === '') continue;
    if (tagged.size > 0) {
      count(references, tagged.has(kind));
      count(byClass ? eyeballs : byTag, tagged.has(kind));
    }
    const owner = hosters.byAsn.get(asn);
    const ours = asIpinfo(owner?.kind ?? hosters.kindByAsn.get(asn) ?? rule?.kind ?? null);
    const agree = ours === kind;
    if (owner !== undefined) count(table, agree);
    if (tagged.has(kind)) {
      if (ours === null) undisputed.unknown++;
      else count(undisputed, agree);
    }
    weight.all += domains;
    asns.all++;
    if (ours === null) {
      weight.unknown += domains;
      asns.unknown++;
    }
    if (agree) {
      weight.agree += domains;
      asns.agree++;
    } else {
      if (ours !== null && isIspOrHosting(ours) && isIspOrHosting(kind)) weight.ispHosting += domains;
      if (domains > 0)
        disagreements.push({ text: `AS${asn} ${name}: ${kind} <> ${ours ?? 'unknown'}`, domains });
    }
  }
  disagreements.sort((a, b) => b.domains - a.domains);
  return {
    weight,
    asns,
    table,
    references,
    tagged: byTag,
    eyeballs,
    undisputed,
    rules,
    disagreements,
  };
}

const none = (): Counted => ({ all: 0, agree: 0 });

function count(tally: Counted, agree: boolean): void {
  tally.all++;
  if (agree) tally.agree++;
}

function countRule(rules: Map<string, RuleResult>, rule: KindRule, row: AsnKind): void {
  let result = rules.get(rule.name);
  if (result === undefined) {
    const read = NAMES_READ.get(rule.name) ?? none();
    result = { ipinfo: none(), bgptools: none(), either: none(), read, halves: [none(), none()] };
    rules.set(rule.name, result);
  }
  const { asn, kind } = row;
  // The class alone says that people sit behind a network: at home, at work or at school.
  const tagged = row.byClass && rule.kind !== 'isp' && rule.kind !== 'hosting' ? new Set() : row.tagged;
  if (kind !== '') count(result.ipinfo, kind === rule.kind);
  if (tagged.size > 0) count(result.bgptools, tagged.has(rule.kind));
  if (kind === '' && tagged.size === 0) return;
  const agree = kind === rule.kind || tagged.has(rule.kind);
  count(result.either, agree);
  count(result.halves[asn % 2 === 0 ? 1 : 0], agree);
}

const isIspOrHosting = (kind: string): boolean => kind === 'isp' || kind === 'hosting';
