import type { Declaration } from '../model/observation.ts';
import type { Dns } from '../net/dns/dns.ts';
import { printable } from '../text/printable.ts';

/**
 * Longest TXT record to read, in characters. A name may have many long records; a declaration is one short
 * line.
 */
const LONGEST_RECORD = 512;
const LONGEST_VALUE = 100;

/** An admin's declaration for a domain, from the TXT record of `_hosting.DOMAIN`. Null if there is none. */
export async function fetchDeclaration(dns: Dns, domain: string): Promise<Declaration | null> {
  const answer = await dns.query(`_hosting.${domain}`, 'TXT');
  for (const record of answer.records) {
    const declared = record.type === 'TXT' ? readDeclaration(String(record.data)) : null;
    if (declared !== null) return declared;
  }
  return null;
}

/**
 * Reads `v=hosting1; by=Hetzner; country=DE`: tags as in DKIM (RFC 6376, 3.2), the version first, unknown
 * tags ignored. `by` is free text, `country` ISO 3166-1 alpha-2. Null if the text is not a declaration or
 * declares nothing.
 */
export function readDeclaration(text: string): Declaration | null {
  if (text.length > LONGEST_RECORD) return null;
  const [version, ...tags] = text.split(';').map((tag) => tag.trim());
  if (version?.replace(/\s/g, '') !== 'v=hosting1') return null;
  const values = new Map<string, string>();
  for (const tag of tags) {
    const at = tag.indexOf('=');
    const name = tag.slice(0, at).trim().toLowerCase();
    if (at > 0 && !values.has(name)) values.set(name, tag.slice(at + 1).trim());
  }
  const by = printable(values.get('by') ?? '', LONGEST_VALUE);
  const country = values.get('country')?.toUpperCase() ?? '';
  const declared = { by, country: /^[A-Z]{2}$/.test(country) ? country : null };
  return declared.by === null && declared.country === null ? null : declared;
}
