import { isLine } from '../statistics/lines.ts';
import type { Report } from './report-shape.ts';

/** More servers went this way than came back. */
export interface NamedFlow {
  readonly from: string;
  readonly to: string;
  readonly net: number;
}

/** The net flows between companies that are known, the largest first; whoever takes a server home is with no other hoster. */
export function namedFlows({ flows }: Pick<Report, 'flows'>): readonly NamedFlow[] {
  return flows.flows.flatMap(({ from, to, net }) =>
    from.name === null || to.name === null || isLine(from) || isLine(to)
      ? []
      : [{ from: from.name, to: to.name, net }],
  );
}
