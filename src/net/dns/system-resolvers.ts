import { getServers } from 'node:dns';
import { readFileSync } from 'node:fs';
import { isLinkLocal } from '../socket-address.ts';

const PORT = 53;

/** The resolvers of the system, and those that it names but that cannot be asked. */
export interface SystemResolvers {
  /** `ip:port` or `[ip6]:port`. */
  readonly servers: readonly string[];
  /** Link-local resolvers whose scope is not known, as the system gives them. */
  readonly leftOut: readonly string[];
}

/**
 * The resolvers that the system uses. Node drops the scope of a link-local resolver (`fe80::1%eth0`), without
 * which no packet reaches it, so the scope is read from resolv.conf.
 *
 * @param listed as `dns.getServers()` gives them: `1.1.1.1`, `::1`, or with a port
 * @param resolvConf the text of resolv.conf; empty where there is none
 */
export function systemResolvers(
  listed: readonly string[] = getServers(),
  resolvConf: string = readResolvConf(),
): SystemResolvers {
  const scoped = scopedNameservers(resolvConf);
  const servers: string[] = [];
  const leftOut: string[] = [];
  for (const server of listed) {
    const { host, port } = splitListed(server);
    const known = host.includes('%') || !isLinkLocal(host) ? host : scoped.get(host.toLowerCase());
    if (known === undefined) leftOut.push(host);
    else servers.push(known.includes(':') ? `[${known}]:${port}` : `${known}:${port}`);
  }
  return { servers, leftOut };
}

function splitListed(server: string): { readonly host: string; readonly port: number } {
  const bracketed = /^\[(.*)\]:(\d+)$/.exec(server) ?? /^([\d.]+):(\d+)$/.exec(server);
  if (bracketed === null) return { host: server, port: PORT };
  return { host: bracketed[1] ?? '', port: Number(bracketed[2]) };
}

/** Link-local nameservers with their scope, by their address without it (resolv.conf(5)). */
function scopedNameservers(resolvConf: string): ReadonlyMap<string, string> {
  const scoped = new Map<string, string>();
  for (const line of resolvConf.split('\n')) {
    const [, address, scope] = /^\s*nameserver\s+([0-9a-f:.]+)%([\w.-]+)/i.exec(line) ?? [];
    if (address !== undefined && scope !== undefined)
      scoped.set(address.toLowerCase(), `${address}%${scope}`);
  }
  return scoped;
}

/** Systems without the file, such as Windows, name no scoped resolver in it either. */
function readResolvConf(): string {
  try {
    return readFileSync('/etc/resolv.conf', 'utf8');
  } catch {
    return '';
  }
}
