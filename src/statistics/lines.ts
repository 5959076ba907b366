import type { Kind } from '../model/attribution.ts';

interface OfAKind {
  readonly kind: Kind | null;
}

/** An Internet provider sells the line of a server that stands at home or in an office; it hosts nothing. */
export function isLine({ kind }: OfAKind): boolean {
  return kind === 'isp';
}

/** Those that host, in their order: whoever is told of as a large hoster is one of these. */
export function thatHost<T extends OfAKind>(companies: readonly T[]): readonly T[] {
  return companies.filter((company) => !isLine(company));
}
