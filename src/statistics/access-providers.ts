import type { Kind } from '../model/attribution.ts';

interface OfAKind {
  readonly kind: Kind | null;
}

/** An access provider connects a server that runs at home or in an office; it does not host it. */
export function isAccessProvider({ kind }: OfAKind): boolean {
  return kind === 'isp';
}

/** The companies that host, in the same order. Only these may be called large hosters. */
export function thatHost<T extends OfAKind>(companies: readonly T[]): readonly T[] {
  return companies.filter((company) => !isAccessProvider(company));
}
