import { type Address, parseAddress } from './address.ts';
import { type Domain, parseDomain } from './domain.ts';

/** A host with an optional port, as Matrix names its servers. `port` is null where none is given. */
export type ServerName =
  | { readonly kind: 'domain'; readonly domain: Domain; readonly port: number | null }
  | { readonly kind: 'literal'; readonly address: Address; readonly port: number | null };

/** Square brackets are for IPv6 only and IPv6 is in them only; five digits of port are the grammar's, 65535 is TCP's. */
const NAME = /^(?:\[([0-9a-f.]*:[0-9a-f:.]*)\]|([a-z0-9._-]+))(?::([0-9]{1,5}))?$/i;
const HIGHEST_PORT = 65_535;

/**
 * Reads a server name by the grammar of the Matrix specification (Appendices, "Server name"): `hostname [ ":" port ]`, the
 * host an IPv4 address, an IPv6 address in brackets or a DNS name in ASCII. Null for anything else.
 */
export function parseServerName(text: string): ServerName | null {
  const [, six, host, digits] = NAME.exec(text) ?? [];
  const port = digits === undefined ? null : Number(digits);
  if (port !== null && (port < 1 || port > HIGHEST_PORT)) return null;
  const address = parseAddress(six ?? host ?? '');
  if (address !== null) return { kind: 'literal', address, port };
  if (host === undefined) return null;
  const parsed = parseDomain(host);
  return parsed.ok ? { kind: 'domain', domain: parsed.domain, port } : null;
}
