import { isCounted } from '../model/observation.ts';
import type { MeasuredServer } from '../model/server.ts';
import { type Grouping, groupServers } from '../statistics/groups.ts';
import { countJurisdictions, type OwnerSeat } from '../statistics/jurisdiction.ts';
import type { Sampling } from '../statistics/margin.ts';
import { countShares, slicer, type Tally, tallyServers } from '../statistics/shares.ts';
import { concentrations } from './concentrations.ts';
import type { GroupEntry } from './report-shape.ts';

/** Number of hosters of a group with an entry of their own. The others share one slice. */
const LARGEST = 10;

/** Who hosts each part of a network. The parts add up to the whole network. */
export function countGroups(
  servers: readonly MeasuredServer[],
  grouping: Grouping,
  sampling: Sampling,
  ownerSeat: OwnerSeat,
): readonly GroupEntry[] {
  const all = tallyServers(servers.filter(isCounted));
  const ofAll = slicer(all.servers, all.activeUsers);
  return groupServers(servers, grouping).map(({ id, servers: members }): GroupEntry => {
    const shares = countShares(members);
    const others = shares.hosters.slice(LARGEST).reduce<Tally>(
      (sum, hoster) => ({
        servers: sum.servers + hoster.servers,
        activeUsers: sum.activeUsers + hoster.activeUsers,
      }),
      { servers: 0, activeUsers: 0 },
    );
    return {
      id,
      ...ofAll({ servers: shares.answered, activeUsers: shares.activeUsers }),
      hosters: shares.hosters.slice(0, LARGEST),
      otherHosters: slicer(shares.answered, shares.activeUsers)(others),
      fronts: shares.fronts,
      hidden: shares.hidden,
      unattributed: shares.unattributed,
      undetermined: shares.undetermined,
      operators: shares.operators,
      kinds: shares.kinds,
      countries: shares.countries,
      uncertainCountry: shares.uncertainCountry,
      jurisdictions: countJurisdictions(members, sampling, ownerSeat),
      concentration: concentrations(shares),
    };
  });
}
