import type { LocatedServer } from '../statistics/latitude.ts';
import type { Report } from './report-shape.ts';

/** A report that names no domain whose admin has asked not to be measured since. They stay in its counts, which name nobody. */
export function redactReport(report: Report, optedOut: (domain: string) => boolean): Report {
  const isWilling = ({ domain }: { readonly domain: string }) => !optedOut(domain);
  const willing = (server: LocatedServer | null) => (server !== null && isWilling(server) ? server : null);
  const { northernmost, southernmost } = report.latitudes;
  return {
    ...report,
    movers: report.movers.filter(isWilling),
    implausible: report.implausible.filter(isWilling),
    farms: report.farms.filter(({ registrableDomain }) => !optedOut(registrableDomain)),
    latitudes: {
      ...report.latitudes,
      northernmost: willing(northernmost),
      southernmost: willing(southernmost),
    },
  };
}
