import { isLine } from '../statistics/lines.ts';
import type { Report } from './report-shape.ts';

/** More servers went this way than came back. */
export interface NamedFlow {
  readonly from: string;
  readonly to: string;
  readonly net: number;
}

/** The net flows between companies that are known, the largest first; whoever takes a server home is with no other hoster. */
export function namedFlows({ flows, hosters }: Pick<Report, 'flows' | 'hosters'>): readonly NamedFlow[] {
  const lines = new Set<string | null>(hosters.filter(isLine).map(({ id }) => id));
  return flows.flows.flatMap(({ from, to, net }) =>
    from.name === null || to.name === null || lines.has(from.id) || lines.has(to.id)
      ? []
      : [{ from: from.name, to: to.name, net }],
  );
}
