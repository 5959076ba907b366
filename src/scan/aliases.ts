import type { Domain } from '../model/domain.ts';
import type { StagedServer } from '../store/staged.ts';

/**
 * Finds fediverse names that another name on the same list serves, so that no server counts twice. Mastodon
 * may be listed under its WEB_DOMAIN and its LOCAL_DOMAIN, and personal domains lead to the server of
 * an account. A name is an alias only if it says so itself and its target serves itself. So of two
 * names that point at each other both stay.
 */
export function findAliases(servers: readonly StagedServer[]): ReadonlySet<Domain> {
  const hosts = new Set<string>(
    servers.filter(({ delegate }) => delegate === null).map(({ domain }) => domain),
  );
  return new Set(
    servers.flatMap(({ domain, delegate }) => (delegate !== null && hosts.has(delegate) ? [domain] : [])),
  );
}
