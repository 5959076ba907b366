import type { Network } from '../model/network.ts';
import { isCounted } from '../model/observation.ts';
import type { MeasuredServer } from '../model/server.ts';
import { groupOf } from '../statistics/groups.ts';
import { lawsOf, type OwnerSeat, seatOf } from '../statistics/jurisdiction.ts';
import { plausibleActiveUsers } from '../statistics/plausible.ts';
import {
  boolean,
  type Column,
  defineTable,
  integer,
  networkColumn,
  number,
  type Table,
  text,
} from './table.ts';

export interface NetworkServers {
  readonly network: Network;
  readonly week: string;
  readonly servers: readonly MeasuredServer[];
}

interface ExportedServer {
  readonly network: Network;
  readonly week: string;
  readonly server: MeasuredServer;
}

/** One row a server of the last complete scan of each network. */
export function serverTable(networks: readonly NetworkServers[], ownerSeat: OwnerSeat): Table {
  return defineTable<ExportedServer>({
    name: 'servers',
    what: 'every server of the last complete scan of each network',
    *rows() {
      for (const { network, week, servers } of networks) {
        for (const server of servers) yield { network, week, server };
      }
    },
    columns: [...OBSERVED, ...COMPANIES, ...PLACE, ...seatColumns(ownerSeat), ...CLAIMS],
  });
}

type Columns = readonly Column<ExportedServer>[];

/** What the scan saw. */
const OBSERVED: Columns = [
  networkColumn((row) => row.network),
  text('week', 'ISO 8601 week in which the scan finished', (row) => row.week),
  text('domain', 'in lower case, IDNA in ASCII', ({ server }) => server.domain),
  text(
    'status',
    'what DNS said; NOERROR: the server has an address; UNDETERMINED: it could not be asked where it is, so its hoster is unknown this week. Shares are of these two',
    ({ server }) => server.status,
  ),
  text('http', 'how the conversation over HTTPS ended; SKIPPED: there was none', ({ server }) => server.http),
  text(
    'addresses',
    'IP addresses, separated by spaces; those of the front where there is one',
    ({ server }) => (server.addresses.length === 0 ? null : server.addresses.join(' ')),
  ),
  boolean(
    'agree',
    'whether all addresses have the same hoster, front and kind',
    ({ server }) => server.agree,
  ),
  integer(
    'asn',
    'number of the autonomous system that announces most of the addresses',
    ({ server }) => server.asn,
  ),
];

const COMPANIES: Columns = [
  text('hoster_id', 'who owns the network; null behind a front, where it is not known', ({ server }) =>
    server.front === null ? (server.hoster?.id ?? null) : null,
  ),
  text('hoster_name', 'its name', ({ server }) =>
    server.front === null ? (server.hoster?.name ?? null) : null,
  ),
  text('front_id', 'CDN or proxy that the server is behind', ({ server }) => server.front?.id ?? null),
  text('front_name', 'its name', ({ server }) => server.front?.name ?? null),
  text(
    'operator_id',
    'managed hosting service that runs the server',
    ({ server }) => server.operator?.id ?? null,
  ),
  text('operator_name', 'its name', ({ server }) => server.operator?.name ?? null),
  text(
    'kind',
    'kind of network: hosting, cdn, isp, education, government or business',
    ({ server }) => server.kind,
  ),
];

const PLACE: Columns = [
  text(
    'country',
    'ISO 3166-1 alpha-2; null where unknown or uncertain, anycast or behind a front',
    ({ server }) => server.country,
  ),
  text(
    'uncertain_country',
    'the likelier country where the sources disagree; never counted',
    ({ server }) => server.uncertainCountry,
  ),
  text('city', 'only where the sources are sure of it', ({ server }) => server.city),
  number('lat', 'degrees north, WGS 84, of the city', ({ server }) => server.lat),
  number('lon', 'degrees east, WGS 84, of the city', ({ server }) => server.lon),
];

function seatColumns(ownerSeat: OwnerSeat): Columns {
  return [
    text(
      'seat',
      'where the company sits that the addresses belong to (the front, else the hoster), ISO 3166-1 alpha-2',
      ({ server }) => (isCounted(server) ? seatOf(server) : null),
    ),
    text(
      'laws',
      'countries whose law can reach the server through a company that is seen: seats of front, hoster, operator and their owners, separated by spaces',
      ({ server }) => (isCounted(server) ? lawsOf(server, ownerSeat).join(' ') || null : null),
    ),
  ];
}

/** What the server and its admin say. */
const CLAIMS: Columns = [
  text('software', 'as the server says in NodeInfo', ({ server }) => server.software),
  text('software_group', 'the software with its forks, as reports group it', ({ server }) =>
    groupOf(server, 'software'),
  ),
  text('size_class', 'by active users that are believed, as reports group them', ({ server }) =>
    groupOf(server, 'size'),
  ),
  integer(
    'users_total',
    'users, as the server says; null where it says nothing or no count',
    ({ server }) => server.usersTotal,
  ),
  integer(
    'users_active_month',
    'users active in the last month, as the server says',
    ({ server }) => server.usersActiveMonth,
  ),
  text(
    'implausible',
    'why its claims are not believed; null where they are',
    ({ server }) => server.implausible,
  ),
  text(
    'declared_by',
    'who hosts it, as its admin declares in DNS; never counted',
    ({ server }) => server.declared?.by ?? null,
  ),
  text(
    'declared_country',
    'where, as its admin declares; ISO 3166-1 alpha-2',
    ({ server }) => server.declared?.country ?? null,
  ),
  integer(
    'active_users',
    'of these, what is counted; null where the claim is missing or not plausible',
    ({ server }) => plausibleActiveUsers(server),
  ),
];
