import { type Address, parseAddress } from './address.ts';
import { type Domain, parseDomain } from './domain.ts';

/** A host with an optional port, as Matrix names its servers. `port` is null if there is none. */
export type ServerName =
  | { readonly kind: 'domain'; readonly domain: Domain; readonly port: number | null }
  | { readonly kind: 'literal'; readonly address: Address; readonly port: number | null };

/**
 * IPv6 addresses, and nothing else, are in square brackets. The grammar allows five digits for the port; TCP
 * limits it to 65535.
 */
const NAME = /^(?:\[([0-9a-f.]*:[0-9a-f:.]*)\]|([a-z0-9._-]+))(?::([0-9]{1,5}))?$/i;
const HIGHEST_PORT = 65_535;

/**
 * Parses a server name by the grammar of the Matrix specification (Appendices, "Server name"): `hostname [
 * ":" port ]`, where the host is an IPv4 address, an IPv6 address in brackets or a DNS name in ASCII. Null
 * for anything else.
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
