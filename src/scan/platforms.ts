import { operatorAddresses, platformOf, sharedAddresses } from '../attribution/rules/shared-platform.ts';
import type { Hoster } from '../model/attribution.ts';
import type { Domain } from '../model/domain.ts';
import type { StagedServer } from '../store/staged.ts';

/**
 * Names the operator of servers that have none. It is a known operator that uses the same addresses, or else
 * an unnamed platform, if many unrelated domains share the address.
 */
export function namePlatforms(servers: readonly StagedServer[]): ReadonlyMap<Domain, Hoster> {
  const shared = sharedAddresses(servers);
  const operators = operatorAddresses(servers);
  const named = new Map<Domain, Hoster>();
  for (const server of servers) {
    const platform = platformOf(server, shared, operators);
    if (platform !== null) named.set(server.domain, platform);
  }
  return named;
}
