import { platformOf, sharedAddresses } from '../attribution/shared-platform.ts';
import type { Hoster } from '../model/attribution.ts';
import type { Domain } from '../model/domain.ts';
import type { StagedServer } from '../store/staged.ts';

/** Gives servers on an address that many strangers share the platform as operator, where they have no named one. */
export function namePlatforms(servers: readonly StagedServer[]): ReadonlyMap<Domain, Hoster> {
  const shared = sharedAddresses(servers);
  const named = new Map<Domain, Hoster>();
  for (const server of servers) {
    const platform = platformOf(server, shared);
    if (platform !== null) named.set(server.domain, platform);
  }
  return named;
}
