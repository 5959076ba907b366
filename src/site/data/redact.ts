import type { MeasuredServer } from '../../model/server.ts';

/** Whether the admin of a domain asked not to be in the next publication. */
export type OptedOut = (domain: string) => boolean;

export function redactServers(
  servers: readonly MeasuredServer[],
  optedOut: OptedOut,
): readonly MeasuredServer[] {
  return servers.filter(({ domain }) => !optedOut(domain));
}
