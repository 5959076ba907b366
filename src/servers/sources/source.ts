import type { Domain } from '../../model/domain.ts';
import type { Network } from '../../model/network.ts';
import type { HttpStatus } from '../../model/observation.ts';
import type { Http } from '../../net/http.ts';

/** What tells whether a document has changed since it was fetched (RFC 9110, 8.8). */
export interface Validators {
  readonly etag: string | null;
  readonly lastModified: string | null;
}

export const NO_VALIDATORS: Validators = { etag: null, lastModified: null };
export const NO_PORTS: ReadonlyMap<Domain, number> = new Map();

/**
 * Why a list could not be had: an HTTP status of ours, or `RATE_LIMITED` (429), `MOVED` (redirected to a place that is not
 * the source's own), `NOT_JSON`, `NOT_ZIP`, `WRONG_SHAPE` (not what the source's documentation says), `EMPTY` (no domain in
 * it) or `NO_TOKEN` (the source wants one, and none is configured; nothing was sent).
 */
export type SourceStatus =
  | Exclude<HttpStatus, 'OK' | 'SKIPPED'>
  | 'RATE_LIMITED'
  | 'MOVED'
  | 'NOT_JSON'
  | 'NOT_ZIP'
  | 'WRONG_SHAPE'
  | 'EMPTY'
  | 'NO_TOKEN';

export interface SourceFailure {
  readonly status: SourceStatus;
  /** A few words of our own, nothing that the source wrote. */
  readonly detail: string;
}

export type FetchedList =
  | {
      readonly status: 'OK';
      /** As the source writes them, in its order; what is no domain is sorted out later. */
      readonly names: readonly string[];
      /** Ports that came with names; empty for most sources. */
      readonly ports: ReadonlyMap<Domain, number>;
      readonly validators: Validators;
    }
  | { readonly status: 'UNCHANGED' }
  | SourceFailure;

export interface FetchDeps {
  readonly http: Http;
  /** Of the copy that is there already; without a copy, {@link NO_VALIDATORS}. */
  readonly known: Validators;
}

/** Where a list of servers comes from. */
export interface Source {
  /** As readers see it. */
  readonly name: string;
  readonly network: Network;
  /** The licence or the terms of the list, as far as its publisher states any. */
  readonly terms: string;
  fetch(deps: FetchDeps): Promise<FetchedList>;
}

export function isFailure(list: { readonly status: string }): list is SourceFailure {
  return list.status !== 'OK' && list.status !== 'UNCHANGED';
}
