import type { Address } from '../model/address.ts';

/** What another service says about an address, for people to compare. It never counts in statistics. */
export interface SecondOpinion {
  readonly source: 'team-cymru' | 'keycdn' | 'rdap';
  readonly address: Address;
  /**
   * `NONE`: the service does not know the address. `FAILED`: no answer, or an unreadable one. `SKIPPED`: not
   * asked.
   */
  readonly status: 'OK' | 'NONE' | 'FAILED' | 'SKIPPED';
  /** Several if several AS announce the address. */
  readonly asns: readonly number[];
  readonly asName: string | null;
  readonly prefix: string | null;
  /** ISO 3166-1 alpha-2. For Team Cymru the country of registration, for KeyCDN that of the location. */
  readonly country: string | null;
  readonly city: string | null;
  /** The organisation that the address block is registered to. Only registries report it. */
  readonly holder: string | null;
  /** Why there is no opinion; null if there is one. */
  readonly detail: string | null;
}

export type Opinion = Omit<SecondOpinion, 'source' | 'address'>;

export function without(status: Exclude<SecondOpinion['status'], 'OK'>, detail: string): Opinion {
  return { status, asns: [], asName: null, prefix: null, country: null, city: null, holder: null, detail };
}

/** Characters of a company's name that are shown. */
export const LONGEST_NAME = 100;
