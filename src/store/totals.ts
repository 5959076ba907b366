import type { MeasuredServer } from '../model/server.ts';
import type { Layer } from './history.ts';

export interface Count {
  readonly layer: Layer;
  readonly key: string;
  readonly servers: number;
  readonly activeUsers: number;
}

/** Counts servers and plausible active users in each layer. */
export function countTotals(servers: readonly MeasuredServer[]): Count[] {
  const counts = new Map<string, Count>();
  for (const server of servers) {
    const users = server.implausible === null ? (server.usersActiveMonth ?? 0) : 0;
    for (const [layer, key] of keysOf(server)) {
      const name = `${layer} ${key}`;
      const before = counts.get(name);
      counts.set(name, {
        layer,
        key,
        servers: (before?.servers ?? 0) + 1,
        // Capped, because the sum of absurd claims might not fit into an integer column.
        activeUsers: Math.min((before?.activeUsers ?? 0) + users, Number.MAX_SAFE_INTEGER),
      });
    }
  }
  return [...counts.values()];
}

function keysOf(server: MeasuredServer): readonly (readonly [Layer, string])[] {
  const keys: (readonly [Layer, string | null | undefined])[] = [
    ['status', server.status],
    ['hoster', server.hoster?.id],
    ['front', server.front?.id],
    ['operator', server.operator?.id],
    ['kind', server.kind],
    ['country', server.country],
  ];
  return keys.flatMap(([layer, key]) => (typeof key === 'string' ? [[layer, key] as const] : []));
}
