import type { Network } from '../model/network.ts';
import type { MeasuredServer } from '../model/server.ts';
import { plausibleActiveUsers } from '../statistics/plausible.ts';
import { defineTable, type Table } from './table.ts';

export interface NetworkServers {
  readonly network: Network;
  readonly week: string;
  readonly servers: readonly MeasuredServer[];
}

interface Row {
  readonly network: Network;
  readonly week: string;
  readonly server: MeasuredServer;
}

/** One row a server of the last complete scan of each network. */
export function serverTable(networks: readonly NetworkServers[]): Table {
  return defineTable<Row>({
    name: 'servers',
    what: 'every server of the last complete scan of each network',
    *rows() {
      for (const { network, week, servers } of networks) {
        for (const server of servers) yield { network, week, server };
      }
    },
    columns: [
      {
        name: 'network',
        type: 'text',
        meaning: 'fediverse, xmpp, matrix or web',
        value: (row) => row.network,
      },
      {
        name: 'week',
        type: 'text',
        meaning: 'ISO 8601 week in which the scan finished',
        value: (row) => row.week,
      },
      {
        name: 'domain',
        type: 'text',
        meaning: 'in lower case, IDNA in ASCII',
        value: ({ server }) => server.domain,
      },
      {
        name: 'status',
        type: 'text',
        meaning: 'what DNS said; NOERROR: the server has an address. Shares are of these',
        value: ({ server }) => server.status,
      },
      {
        name: 'http',
        type: 'text',
        meaning: 'how the conversation over HTTPS ended; SKIPPED: there was none',
        value: ({ server }) => server.http,
      },
      {
        name: 'addresses',
        type: 'text',
        meaning: 'IP addresses, separated by spaces; those of the front where there is one',
        value: ({ server }) => (server.addresses.length === 0 ? null : server.addresses.join(' ')),
      },
      {
        name: 'agree',
        type: 'boolean',
        meaning: 'whether all addresses have the same hoster, front and kind',
        value: ({ server }) => server.agree,
      },
      {
        name: 'asn',
        type: 'integer',
        meaning: 'number of the autonomous system that announces most of the addresses',
        value: ({ server }) => server.asn,
      },
      {
        name: 'hoster_id',
        type: 'text',
        meaning: 'who owns the network; null behind a front, where it is not known',
        value: ({ server }) => (server.front === null ? (server.hoster?.id ?? null) : null),
      },
      {
        name: 'hoster_name',
        type: 'text',
        meaning: 'its name',
        value: ({ server }) => (server.front === null ? (server.hoster?.name ?? null) : null),
      },
      {
        name: 'front_id',
        type: 'text',
        meaning: 'CDN or proxy that the server is behind',
        value: ({ server }) => server.front?.id ?? null,
      },
      {
        name: 'front_name',
        type: 'text',
        meaning: 'its name',
        value: ({ server }) => server.front?.name ?? null,
      },
      {
        name: 'operator_id',
        type: 'text',
        meaning: 'managed hosting service that runs the server',
        value: ({ server }) => server.operator?.id ?? null,
      },
      {
        name: 'operator_name',
        type: 'text',
        meaning: 'its name',
        value: ({ server }) => server.operator?.name ?? null,
      },
      {
        name: 'kind',
        type: 'text',
        meaning: 'kind of network: hosting, cdn, isp, education, government or business',
        value: ({ server }) => server.kind,
      },
      {
        name: 'country',
        type: 'text',
        meaning: 'ISO 3166-1 alpha-2; null where unknown, anycast or behind a front',
        value: ({ server }) => server.country,
      },
      {
        name: 'city',
        type: 'text',
        meaning: 'only where the sources are sure of it',
        value: ({ server }) => server.city,
      },
      {
        name: 'lat',
        type: 'number',
        meaning: 'degrees north, WGS 84, of the city',
        value: ({ server }) => server.lat,
      },
      {
        name: 'lon',
        type: 'number',
        meaning: 'degrees east, WGS 84, of the city',
        value: ({ server }) => server.lon,
      },
      {
        name: 'software',
        type: 'text',
        meaning: 'as the server says in NodeInfo',
        value: ({ server }) => server.software,
      },
      {
        name: 'users_total',
        type: 'integer',
        meaning: 'users, as the server says; null where it says nothing or no count',
        value: ({ server }) => server.usersTotal,
      },
      {
        name: 'users_active_month',
        type: 'integer',
        meaning: 'users active in the last month, as the server says',
        value: ({ server }) => server.usersActiveMonth,
      },
      {
        name: 'implausible',
        type: 'text',
        meaning: 'why its claims are not believed; null where they are',
        value: ({ server }) => server.implausible,
      },
      {
        name: 'declared_by',
        type: 'text',
        meaning: 'who hosts it, as its admin declares in DNS; never counted',
        value: ({ server }) => server.declared?.by ?? null,
      },
      {
        name: 'declared_country',
        type: 'text',
        meaning: 'where, as its admin declares; ISO 3166-1 alpha-2',
        value: ({ server }) => server.declared?.country ?? null,
      },
      {
        name: 'active_users',
        type: 'integer',
        meaning: 'of these, what is counted; null where the claim is missing or not plausible',
        value: ({ server }) => plausibleActiveUsers(server),
      },
    ],
  });
}
