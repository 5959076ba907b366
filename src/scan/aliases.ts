import type { Domain } from '../model/domain.ts';
import type { StagedServer } from '../store/staged.ts';

/**
 * Names of the fediverse that are served by another name on the same list: Mastodon under its WEB_DOMAIN and its LOCAL_DOMAIN,
 * and personal domains that lead to the server where somebody has an account. Each would count one server twice. Only a name
 * that says so of itself can be an alias, and only of a server that serves itself, so of two that point at each other
 * both stay.
 */
export function findAliases(servers: readonly StagedServer[]): ReadonlySet<Domain> {
  const hosts = new Set<string>(
    servers.filter(({ delegate }) => delegate === null).map(({ domain }) => domain),
  );
  return new Set(
    servers.flatMap(({ domain, delegate }) => (delegate !== null && hosts.has(delegate) ? [domain] : [])),
  );
}
