import { createReadStream } from 'node:fs';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { KIND_RULES } from '../../src/attribution/as-name-kind.ts';
import type { Hosters } from '../../src/attribution/hosters.ts';
import type { Kind } from '../../src/model/attribution.ts';
import type { AsnKind } from './attribution-labels.ts';

export interface KindResult {
  /** Sums of fediverse domains. */
  readonly weight: { all: number; agree: number; unknown: number; ispHosting: number };
  /** Numbers of AS. */
  readonly asns: { all: number; agree: number; unknown: number };
  /** By rule over names, whether the table has the AS or not. */
  readonly rules: Map<string, { all: number; agree: number }>;
  readonly disagreements: readonly { readonly text: string; readonly domains: number }[];
}

/** IPinfo has no class for CDNs and calls them hosting. */
const asIpinfo = (kind: Kind | null): string | null => (kind === 'cdn' ? 'hosting' : kind);

/** Our kind of each AS, from the table or the name alone, against IPinfo's type. */
export function kindLayer(
  kinds: readonly AsnKind[],
  hosters: Hosters,
  names: ReadonlyMap<number, string>,
): KindResult {
  const weight = { all: 0, agree: 0, unknown: 0, ispHosting: 0 };
  const asns = { all: 0, agree: 0, unknown: 0 };
  const rules: KindResult['rules'] = new Map();
  const disagreements: { text: string; domains: number }[] = [];
  for (const { asn, kind, domains } of kinds) {
    const name = names.get(asn) ?? '';
    const owner = hosters.byAsn.get(asn);
    const rule = KIND_RULES.find(({ pattern }) => pattern.test(name));
    const ours = asIpinfo(owner?.kind ?? rule?.kind ?? null);
    const agree = ours === kind;
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
    if (rule !== undefined) {
      const tally = rules.get(rule.name) ?? { all: 0, agree: 0 };
      rules.set(rule.name, { all: tally.all + 1, agree: tally.agree + (rule.kind === kind ? 1 : 0) });
    }
  }
  return { weight, asns, rules, disagreements: disagreements.sort((a, b) => b.domains - a.domains) };
}

const isIspOrHosting = (kind: string): boolean => kind === 'isp' || kind === 'hosting';

/** Names of the given AS from the address database. */
export async function readAsNames(asns: ReadonlySet<number>): Promise<ReadonlyMap<number, string>> {
  const require = createRequire(import.meta.url);
  const names = new Map<number, string>();
  for (const file of ['asn-ipv4.csv', 'asn-ipv6.csv']) {
    const input = createReadStream(require.resolve(`@ip-location-db/asn/${file}`));
    for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
      const [, asn, name] = /^[^,]+,[^,]+,(\d+),"?(.*?)"?$/.exec(line) ?? [];
      if (asn !== undefined && asns.has(Number(asn)))
        names.set(Number(asn), (name ?? '').replaceAll('""', '"'));
    }
  }
  return names;
}
