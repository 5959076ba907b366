import { parseAddress } from '../model/address.ts';

/**
 * An address and a port. An IPv6 link-local host may carry its scope, as in `fe80::1%eth0` (RFC 4007, section
 * 11).
 */
export interface SocketAddress {
  readonly host: string;
  readonly port: number;
}

const TEXT = /^(?:\[(?<six>[0-9a-f:.]+)(?:%(?<scope>[\w.-]{1,15}))?\]|(?<four>[0-9.]+)):(?<port>\d{1,5})$/i;

/**
 * Reads `ip:port`, `[ip6]:port` or `[fe80::1%eth0]:port`; null for anything else. The only reader of this
 * form.
 */
export function parseSocketAddress(text: string): SocketAddress | null {
  const parts = TEXT.exec(text.trim())?.groups;
  const host = parseAddress(parts?.six ?? parts?.four ?? '');
  const port = Number(parts?.port);
  if (host === null || !(port >= 1 && port <= 65_535)) return null;
  if (parts?.scope === undefined) return { host, port };
  return isLinkLocal(host) ? { host: `${host}%${parts.scope}`, port } : null;
}

/**
 * Whether an address means something only together with the link that it is on (fe80::/10, RFC 4291, section
 * 2.5.6).
 */
export function isLinkLocal(address: string): boolean {
  return /^fe[89ab][0-9a-f]:/i.test(address);
}
