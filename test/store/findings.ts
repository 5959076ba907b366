import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Address } from '../../src/model/address.ts';
import type { Attribution, Hoster } from '../../src/model/attribution.ts';
import type { Domain } from '../../src/model/domain.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { Network } from '../../src/model/network.ts';
import type { Declaration, DnsStatus, HttpStatus, SelfDescription } from '../../src/model/observation.ts';
import type { Scan } from '../../src/model/scan.ts';
import type { FinishOptions } from '../../src/store/scans.ts';
import type { Store } from '../../src/store/store.ts';

/** What a test wants a server to look like; the rest is made up. */
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

export function domain(name: string): Domain {
  return name as Domain;
}

/** `count` domains, such as `s0007.example`. */
export function domains(count: number, suffix = 'example'): Domain[] {
  return Array.from({ length: count }, (_, index) => domain(`s${String(index).padStart(4, '0')}.${suffix}`));
}

export function company(id: string): Hoster {
  return { id, name: `The ${id} company`, country: id.startsWith('no-') ? null : 'DE' };
}

export function finding(name: Domain, sight: Sight = {}): Finding {
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

/** The start of the week's scan, weeks counted from 0. */
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

/** A whole scan: the week's start, what was found, the end. */
export function scan(
  store: Store,
  findings: readonly Finding[],
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

/** A folder for one test file; call `remove` when it is done. */
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
