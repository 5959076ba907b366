import { isAccessProvider } from '../../statistics/access-providers.ts';
import type { Report } from '../report-shape.ts';

/** `net` more servers moved from one hoster to the other than in the opposite direction. */
export interface NamedFlow {
  readonly from: string;
  readonly to: string;
  readonly net: number;
}

/**
 * Net flows between known companies, largest first. Access providers are left out: a server at home has no
 * hoster.
 */
export function namedFlows({ flows }: Pick<Report, 'flows'>): readonly NamedFlow[] {
  return flows.flows.flatMap(({ from, to, net }) =>
    from.name === null || to.name === null || isAccessProvider(from) || isAccessProvider(to)
      ? []
      : [{ from: from.name, to: to.name, net }],
  );
}
