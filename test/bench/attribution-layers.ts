import type { Attributor } from '../../src/attribution/attributor.ts';
import { tradingName } from '../../src/attribution/names/as-name.ts';
import { platformOf, sharedAddresses } from '../../src/attribution/rules/shared-platform.ts';
import type { Attribution } from '../../src/model/attribution.ts';
import { count, createTally, type Outcome, type Tally } from './attribution-count.ts';
import { FRONT_LABELS, type Labelled, meant, sameName } from './attribution-labels.ts';

export type LabelSource = 'provider_published' | 'whois_holder' | 'hand_label';

export interface Measured {
  readonly row: Labelled;
  readonly attribution: Attribution;
}

export function measureAll(attributor: Attributor, rows: readonly Labelled[]): readonly Measured[] {
  return rows.map((row) => ({ row, attribution: attributor.attribute(row.ip) }));
}

/** Who holds the address by our word, against a label; beside it the AS's own name, judged alike. */
export function hosterLayer(
  measured: readonly Measured[],
  source: LabelSource,
): { readonly ours: Tally; readonly baseline: Tally } {
  const ours = createTally();
  const baseline = createTally();
  for (const { row, attribution } of measured) {
    const label = row[source];
    if (label === '' || (source === 'provider_published' && FRONT_LABELS.has(label))) continue;
    const named = attribution.front ?? attribution.hoster;
    const place = `${label} <> ${named?.name ?? 'unknown'} (AS${attribution.asn} ${attribution.asName})`;
    count(ours, judge(label, named?.name ?? null), row.users, place);
    count(baseline, judge(label, attribution.asName), row.users, place);
  }
  return { ours, baseline };
}

function judge(label: string, name: string | null): Outcome {
  if (name === null) return 'unknown';
  return meant(label).some((company) => sameName(company, tradingName(name))) ? 'right' : 'wrong';
}

export interface FrontResult {
  /** Of the addresses in published ranges of fronts, those found, and found as that front. */
  readonly labelled: number;
  readonly found: number;
  readonly misnamed: number;
  /** Addresses that a provider publishes as its servers' and that we call a front: invented. */
  readonly invented: readonly string[];
  /** Called a front where no published range speaks, to be looked at by eye. */
  readonly unlabelled: readonly string[];
}

export function frontLayer(measured: readonly Measured[]): FrontResult {
  let labelled = 0;
  let found = 0;
  let misnamed = 0;
  const invented: string[] = [];
  const unlabelled: string[] = [];
  for (const { row, attribution } of measured) {
    const expected = FRONT_LABELS.get(row.provider_published);
    const { front } = attribution;
    if (expected !== undefined) {
      labelled++;
      if (front !== null) found++;
      if (front !== null && front.id !== expected) misnamed++;
    } else if (front !== null) {
      const line = `${row.domain} ${row.ip}: ${front.name}, published as ${row.provider_published || 'nothing'}`;
      (row.provider_published === '' ? unlabelled : invented).push(line);
    }
  }
  return { labelled, found, misnamed, invented, unlabelled };
}

export interface BusyAddress {
  readonly ip: string;
  readonly domains: number;
  /** Of these domains, those with an operator, named or shared. */
  readonly told: number;
  readonly front: boolean;
  readonly operator: string | null;
}

/** The addresses that carry most domains of the file, most first. */
export function busiest(attributor: Attributor, rows: readonly Labelled[]): readonly BusyAddress[] {
  const shared = sharedAddresses(rows.map(({ domain, ip }) => ({ domain, addresses: [ip] })));
  const byAddress = Map.groupBy(rows, ({ ip }) => ip);
  return [...byAddress]
    .map(([ip, served]) => {
      const told = served.map(({ domain }) => {
        const attribution = attributor.attribute(ip, { domain });
        const platform = platformOf({ ...attribution, addresses: [ip] }, shared);
        return platform === null ? attribution : { ...attribution, operator: platform };
      });
      return {
        ip,
        domains: served.length,
        told: told.filter(({ operator }) => operator !== null).length,
        front: told.some(({ front }) => front !== null),
        operator: told.find(({ operator }) => operator !== null)?.operator?.name ?? null,
      };
    })
    .sort((a, b) => b.domains - a.domains || a.ip.localeCompare(b.ip));
}

/** Share of the domains that the table knows the network of, rather than the AS's own name. */
export function coverage(measured: readonly Measured[]): { readonly known: number; readonly all: number } {
  const known = measured.filter(
    ({ attribution: { status, evidence } }) => status === 'OK' && evidence[0] !== 'as-name',
  );
  return { known: known.length, all: measured.length };
}
