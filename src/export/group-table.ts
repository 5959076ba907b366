import { isCounted } from '../model/observation.ts';
import type { MeasuredServer } from '../model/server.ts';
import { GROUPINGS, type Grouping, groupServers } from '../statistics/groups.ts';
import { countJurisdictions, type OwnerSeat } from '../statistics/jurisdiction.ts';
import { countShares, type Shares, type Slice } from '../statistics/shares.ts';
import type { NetworkServers } from './server-table.ts';
import { defineTable, integer, networkColumn, number, type Table, text } from './table.ts';

interface GroupRow {
  readonly network: NetworkServers['network'];
  readonly week: string;
  readonly grouping: Grouping | 'all';
  readonly group: string;
  readonly layer: string;
  readonly key: string;
  readonly name: string | null;
  readonly slice: Slice;
  readonly bounds: { readonly min: number; readonly max: number } | null;
}

/** A census: rows of a sample have their margins in the reports. */
const CENSUS = { seed: null, sampled: 0, population: 0 };

/** Who holds what of the whole network and of each part of it, in every layer. */
export function groupTable(networks: readonly NetworkServers[], ownerSeat: OwnerSeat): Table {
  return defineTable<GroupRow>({
    name: 'groups',
    what: 'what every hoster, front, operator, kind, country and seat holds of each network by software and by size',
    *rows() {
      for (const { network, week, servers } of networks) {
        const whole = { id: 'all', servers: servers.filter(isCounted) };
        yield* groupRows({ network, week, grouping: 'all' as const }, whole, ownerSeat);
        for (const grouping of GROUPINGS) {
          for (const group of groupServers(servers, grouping)) {
            yield* groupRows({ network, week, grouping }, group, ownerSeat);
          }
        }
      }
    },
    columns: [
      networkColumn((row) => row.network),
      text('week', 'ISO 8601 week', (row) => row.week),
      text('grouping', 'software, size, or all for the whole network', (row) => row.grouping),
      text('group_id', 'as in software_group and size_class of servers; all', (row) => row.group),
      text(
        'layer',
        'hoster, front, operator, kind, country (of the machine), seat (of the company), unknown (no company is seen), or total. hoster, front and unknown add up to the total, and so do all seats',
        (row) => row.layer,
      ),
      text(
        'key',
        'id, kind or country code; unknown for a seat that is not known; servers for the total',
        (row) => row.key,
      ),
      text('name', 'name of the company', (row) => row.name),
      integer('servers', 'servers that answered', ({ slice }) => slice.servers),
      number('share', 'fraction of the servers of the group, 0 to 1', ({ slice }) => slice.share),
      integer(
        'active_users',
        'users active in a month, plausible claims only; null where no server of the group reports any',
        ({ slice }) => (slice.activeShare === null ? null : slice.activeUsers),
      ),
      number(
        'active_share',
        'fraction of the active users of the group, 0 to 1',
        ({ slice }) => slice.activeShare,
      ),
      number(
        'min',
        'seats only: fraction of servers that a company there is seen to stand behind in any layer',
        ({ bounds }) => bounds?.min ?? null,
      ),
      number(
        'max',
        'seats only: the same with all servers whose hoster cannot be seen',
        ({ bounds }) => bounds?.max ?? null,
      ),
    ],
  });
}

function* groupRows(
  of: Pick<GroupRow, 'network' | 'week' | 'grouping'>,
  { id: group, servers }: { readonly id: string; readonly servers: readonly MeasuredServer[] },
  ownerSeat: OwnerSeat,
): Generator<GroupRow> {
  const shares = countShares(servers);
  const row = (layer: string, key: string, slice: Slice, name: string | null = null): GroupRow => ({
    ...of,
    group,
    layer,
    key,
    name,
    slice,
    bounds: null,
  });
  yield row('total', 'servers', totalOf(shares));
  for (const layer of ['hoster', 'front', 'operator'] as const) {
    for (const company of shares[`${layer}s`]) yield row(layer, company.id, company, company.name);
  }
  const { unattributed, undetermined } = shares;
  yield row('unknown', 'unattributed', unattributed);
  yield row('unknown', 'undetermined', undetermined);
  for (const kind of shares.kinds) yield row('kind', kind.kind, kind);
  for (const country of shares.countries) yield row('country', country.country, country);
  const { countries, unknown } = countJurisdictions(servers, CENSUS, ownerSeat);
  for (const law of countries) yield { ...row('seat', law.country, law), bounds: law };
  yield row('seat', 'unknown', unknown);
}

function totalOf({ answered, activeUsers }: Shares): Slice {
  return {
    servers: answered,
    share: answered === 0 ? 0 : 1,
    activeUsers,
    activeShare: activeUsers === 0 ? null : 1,
  };
}
