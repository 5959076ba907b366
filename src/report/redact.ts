import type { LocatedServer } from '../statistics/latitude.ts';
import type { Report } from './report-shape.ts';

/**
 * Removes domains from a report whose admins have opted out since the scan. They stay in its counts, which
 * name no server.
 */
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
