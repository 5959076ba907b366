import type { Address } from '../model/address.ts';

/** What somebody else says of an address, for people to compare; nothing is ever counted from it. */
export interface SecondOpinion {
  readonly source: 'team-cymru' | 'keycdn';
  readonly address: Address;
  /** `NONE`: they know nothing of it; `FAILED`: no answer, or none that can be read; `SKIPPED`: not asked. */
  readonly status: 'OK' | 'NONE' | 'FAILED' | 'SKIPPED';
  /** Several where several networks announce it. */
  readonly asns: readonly number[];
  readonly asName: string | null;
  readonly prefix: string | null;
  /** ISO 3166-1 alpha-2: of the address's registration with Team Cymru, of its place with KeyCDN. */
  readonly country: string | null;
  readonly city: string | null;
  /** Why there is none; null where there is one. */
  readonly detail: string | null;
}

export type Opinion = Omit<SecondOpinion, 'source' | 'address'>;

export function without(status: Exclude<SecondOpinion['status'], 'OK'>, detail: string): Opinion {
  return { status, asns: [], asName: null, prefix: null, country: null, city: null, detail };
}
