import type { Domain } from '../../model/domain.ts';
import type { Network } from '../../model/network.ts';
import type { HttpStatus } from '../../model/observation.ts';
import type { Http } from '../../net/http/http.ts';

/** Validators for conditional requests (RFC 9110, 8.8). */
export interface Validators {
  readonly etag: string | null;
  readonly lastModified: string | null;
}

export const NO_VALIDATORS: Validators = { etag: null, lastModified: null };
export const NO_PORTS: ReadonlyMap<Domain, number> = new Map();

/**
 * Why a list is unavailable: one of our HTTP statuses, or one of these.
 *
 * - `RATE_LIMITED`: status 429.
 * - `MOVED`: redirected to a domain that is not the source's own.
 * - `WRONG_SHAPE`: does not match the source's documentation.
 * - `EMPTY`: contains no domain.
 * - `NO_TOKEN`: the source requires a token and none is configured; nothing was sent.
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
  /** A few words of our own, never text from the source. */
  readonly detail: string;
}

export type FetchedList =
  | {
      readonly status: 'OK';
      /** As the source writes them, in its order. Entries that are not domains are removed later. */
      readonly names: readonly string[];
      /** Ports that came with the names; empty for most sources. */
      readonly ports: ReadonlyMap<Domain, number>;
      readonly validators: Validators;
    }
  | { readonly status: 'UNCHANGED' }
  | SourceFailure;

export interface FetchDeps {
  readonly http: Http;
  /** Validators of the saved copy; without one, {@link NO_VALIDATORS}. */
  readonly known: Validators;
}

/** A publisher of a list of servers. */
export interface Source {
  /** Name shown to readers. */
  readonly name: string;
  readonly network: Network;
  /** Licence or terms of the list, as far as its publisher states any. */
  readonly terms: string;
  fetch(deps: FetchDeps): Promise<FetchedList>;
}

export function isFailure(list: { readonly status: string }): list is SourceFailure {
  return list.status !== 'OK' && list.status !== 'UNCHANGED';
}
