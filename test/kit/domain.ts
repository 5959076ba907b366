import { type Domain, parseDomain } from '../../src/model/domain.ts';

/** Parses a domain; throws if it is invalid. */
export function domain(text: string): Domain {
  const parsed = parseDomain(text);
  if (!parsed.ok) throw new Error(`${text}: ${parsed.problem}`);
  return parsed.domain;
}
