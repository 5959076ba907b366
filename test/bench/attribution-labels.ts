import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { tradingName } from '../../src/attribution/names/as-name.ts';

/**
 * One fediverse domain with its address and what independent sources say of it; empty text where they are
 * silent.
 */
export interface Labelled {
  readonly domain: string;
  readonly ip: string;
  readonly users: number;
  readonly provider_published: string;
  readonly whois_holder: string;
  readonly hand_label: string;
}

/** One AS with what two references call it, and how many domains of the fediverse stand in it. */
export interface AsnKind {
  readonly asn: number;
  /** IPinfo's type; empty text where it has none. */
  readonly kind: string;
  /** What the class and tags of bgp.tools say, in the same words; may be empty or several. */
  readonly tagged: ReadonlySet<string>;
  /** Whether `tagged` comes from the class alone: somebody's users, at home, at work or at school. */
  readonly byClass: boolean;
  readonly domains: number;
}

/** The rows that have an address. */
export function readLabels(file: string): readonly Labelled[] {
  return records(file)
    .filter((row) => row.ip !== '')
    .map((row) => ({
      domain: row.domain ?? '',
      ip: row.ip ?? '',
      users: Number(row.users) || 0,
      provider_published: row.provider_published ?? '',
      whois_holder: row.whois_holder ?? '',
      hand_label: row.hand_label ?? '',
    }));
}

export function readKinds(file: string): readonly AsnKind[] {
  return records(file).map((row) => {
    const fromTags = new Set((row.bgptools_tags ?? '').split(' ').flatMap((tag) => TAGGED_KINDS[tag] ?? []));
    const byClass = fromTags.size === 0 && row.bgptools_class === 'Eyeball';
    return {
      asn: Number(row.asn),
      kind: row.ipinfo_type ?? '',
      tagged: byClass ? new Set(['isp']) : fromTags,
      byClass,
      domains: Number(row.fediverse_domains_2025) || 0,
    };
  });
}

/** Tags of bgp.tools that say what a network is; the others tell what else is to be found there. */
const TAGGED_KINDS: Readonly<Record<string, string>> = {
  uni: 'education',
  gov: 'government',
  dsl: 'isp',
  mobile: 'isp',
  satnet: 'isp',
  vpsh: 'hosting',
  ddosm: 'hosting',
  cdn: 'hosting',
  corp: 'business',
};

function records(file: string): readonly Record<string, string>[] {
  return parse(readFileSync(file), { columns: true, bom: true }) as Record<string, string>[];
}

/** Labels of `provider_published` that are fronts, with the id of ours. */
export const FRONT_LABELS: ReadonlyMap<string, string> = new Map([
  ['cloudflare', 'cloudflare'],
  ['cloudfront', 'cloudfront'],
  ['fastly', 'fastly'],
]);

/**
 * Names that mean another company's network, as a regular expression over the label and the companies that
 * are right. Each is public knowledge: a parent, a former name, or the registry handle of a block.
 */
const SAME_COMPANY: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^ovh\b/i, ['OVHcloud']],
  [/^linode\b/i, ['Akamai']],
  [/^choopa|^the constant company/i, ['Vultr']],
  [/anxholding|^anexia|powered by anx/i, ['Anexia', 'netcup']],
  [/^strato\b|^1&1\b|^fasthosts|^home\.pl/i, ['IONOS']],
  [/^terratransit/i, ['Contabo']],
  [/^mediatemple|^media temple|^host europe/i, ['GoDaddy', 'Host Europe']],
  [/^online (?:s\.?a\.?s)|^online\.net|^iliad|^dedibox/i, ['Scaleway']],
  [/^frantech/i, ['BuyVM']],
  [/^new dream network/i, ['DreamHost']],
  [/^colocrossing|^hostwinds/i, ['HostPapa']],
  [/^packet\b/i, ['Equinix', 'Packet']],
  [/^aws\b/i, ['Amazon']],
  [/^azure\b/i, ['Microsoft']],
  [/^gcp\b/i, ['Google']],
  [/^ramnode/i, ['InMotion Hosting']],
  [/^alibaba|^aliyun/i, ['Alibaba Cloud']],
  [/^softlayer/i, ['IBM Cloud']],
  [/^iweb/i, ['Leaseweb']],
  [/^ip exchange/i, ['NorthC Datacenters']],
  [/^data ?shack/i, ['Nocix']],
  [/^first colo|^accelerated/i, ['firstcolo']],
  [/^unitedcolo|^myloc/i, ['WIIT']],
];

/** The company names, any of which a label means. */
export function meant(label: string): readonly string[] {
  const company = tradingName(label);
  const same = SAME_COMPANY.find(([pattern]) => pattern.test(company));
  return same === undefined ? [company] : [company, ...same[1]];
}

/** Whether two names are the same company's: by the first word that says something. */
export function sameName(a: string, b: string): boolean {
  const [first, second] = [firstWord(a), firstWord(b)];
  return first !== '' && first === second;
}

function firstWord(name: string): string {
  const plain = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  const words = plain.split(/[^a-z0-9&]+/).filter((word) => word !== '' && !EMPTY_WORDS.has(word));
  return words[0] ?? '';
}

const EMPTY_WORDS = new Set([
  'the',
  'llc',
  'jsc',
  'uab',
  'sia',
  'pt',
  'as',
  'company',
  'group',
  'hosted',
  'by',
]);
