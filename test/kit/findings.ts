import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Address } from '../../src/model/address.ts';
import type { Attribution, Hoster } from '../../src/model/attribution.ts';
import type { Domain } from '../../src/model/domain.ts';
import type { Network } from '../../src/model/network.ts';
import type { Declaration, DnsStatus, HttpStatus, SelfDescription } from '../../src/model/observation.ts';
import type { Scan } from '../../src/model/scan.ts';
import type { ServerResult } from '../../src/model/server-result.ts';
import type { FinishOptions } from '../../src/store/scans.ts';
import type { Store } from '../../src/store/store.ts';

import { domain } from './domain.ts';

/** The properties of a made-up server that a test cares about; the rest has defaults. */
export interface Sight {
  readonly network?: Network;
  readonly status?: DnsStatus;
  readonly http?: HttpStatus;
  readonly addresses?: readonly string[];
  readonly agree?: boolean;
  readonly hoster?: string | null;
  readonly front?: string | null;
  readonly kind?: Attribution['kind'];
  readonly operator?: string | null;
  readonly location?: Attribution['location'];
  readonly self?: Partial<SelfDescription> | null;
  readonly declared?: Declaration;
}

/** `count` domains, such as `s0007.example`. */
export function domains(count: number, suffix = 'example'): Domain[] {
  return Array.from({ length: count }, (_, index) => domain(`s${String(index).padStart(4, '0')}.${suffix}`));
}

export function company(id: string): Hoster {
  return { id, name: `The ${id} company`, country: id.startsWith('no-') ? null : 'DE' };
}

export function finding(name: Domain, sight: Sight = {}): ServerResult {
  const status = sight.status ?? 'NOERROR';
  const addresses = (status === 'NOERROR' ? (sight.addresses ?? ['192.0.2.1']) : []) as Address[];
  const { hoster = 'plain', front = null, operator = null } = sight;
  const attribution: Attribution = {
    input: addresses[0] ?? '',
    status: 'OK',
    ip: addresses[0] ?? null,
    asn: 64500,
    asName: 'Example',
    prefix: '192.0.2.0/24',
    hoster: hoster === null ? null : company(hoster),
    front: front === null ? null : company(front),
    operator: operator === null ? null : company(operator),
    kind: sight.kind === undefined ? (front === null ? 'hosting' : 'cdn') : sight.kind,
    location: sight.location ?? {
      country: 'DE',
      city: 'Nuremberg',
      lat: 49.45,
      lon: 11.07,
      accuracy: 'city',
    },
    evidence: ['asn'],
  };
  return {
    observation: {
      domain: name,
      network: sight.network ?? 'fediverse',
      observedAt: '2026-01-05T03:00:00.000Z',
      status,
      endpoints: addresses.length === 0 ? [] : [{ host: name, port: 443, addresses }],
      cname: [],
      ptr: {},
      delegation: 'here',
      http: sight.http ?? 'OK',
      self:
        sight.self === null
          ? null
          : { software: 'mastodon', usersTotal: 20, usersActiveMonth: 10, ...sight.self },
      declared: sight.declared ?? null,
    },
    addresses: addresses.length === 0 ? [] : [attribution],
    attribution: addresses.length === 0 ? null : attribution,
    agree: sight.agree ?? true,
  };
}

/** Start of the scan in a week; weeks count from 0. */
export function week(index: number): string {
  return new Date(Date.UTC(2026, 0, 5 + 7 * index, 3)).toISOString();
}

export function begin(
  store: Store,
  names: readonly Domain[],
  options: { readonly network?: Network; readonly week?: number; readonly fingerprint?: string } = {},
): Scan {
  return store.scans.begin({
    network: options.network ?? 'fediverse',
    population: {
      source: 'a list',
      population: names.length,
      optedOut: 0,
      seed: null,
      farms: [],
      sources: [],
    },
    fingerprint: options.fingerprint ?? 'plan',
    domains: names,
    startedAt: week(options.week ?? 0),
  });
}

/** Runs a whole scan: begins it, records the results and finishes it. */
export function scan(
  store: Store,
  findings: readonly ServerResult[],
  options: { readonly network?: Network; readonly week?: number; readonly finish?: FinishOptions } = {},
): Scan {
  const started = begin(
    store,
    findings.map(({ observation }) => observation.domain),
    options,
  );
  store.scans.record(started.id, findings);
  return store.scans.finish(started.id, week(options.week ?? 0), options.finish);
}

/** A temporary folder for one test file. Call `remove` when it is done. */
export function temporaryFolder(): { path: string; file(name: string): string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'whohosts-store-'));
  let count = 0;
  return {
    path,
    file: (name) => {
      count += 1;
      return join(path, String(count), name);
    },
    remove: () => rmSync(path, { recursive: true, force: true }),
  };
}
