import type { Hoster } from '../../model/attribution.ts';
import { isCounted } from '../../model/observation.ts';
import type { MeasuredServer } from '../../model/server.ts';
import type { NetworkMaterial } from './site-data.ts';

export type Role = 'hoster' | 'front' | 'operator';

/** What one company is to one network, with its servers there. */
export interface Residents {
  readonly role: Role;
  readonly material: NetworkMaterial;
  /** Most active users first, then by domain. */
  readonly servers: readonly MeasuredServer[];
}

export interface Company {
  readonly hoster: Hoster;
  readonly residents: readonly Residents[];
}

const ROLES: readonly Role[] = ['hoster', 'front', 'operator'];

/**
 * Every company that any network's last scan saw, and those that servers came from or went to in the last
 * year, by id. A server behind a front counts for the front alone, as in the report.
 */
export function findCompanies(networks: readonly NetworkMaterial[]): ReadonlyMap<string, Company> {
  const companies = new Map<string, { hoster: Hoster; residents: Residents[] }>();
  const known = (hoster: Hoster) => {
    const company = companies.get(hoster.id) ?? { hoster, residents: [] };
    if (hoster.name < company.hoster.name) company.hoster = hoster;
    companies.set(hoster.id, company);
    return company;
  };
  for (const material of networks) {
    const answered = byUsers(material.servers.filter(isCounted));
    for (const role of ROLES) {
      const groups = Map.groupBy(answered, (server) => companyOf(server, role)?.id ?? null);
      for (const [id, servers] of groups) {
        if (id === null) continue;
        for (const server of servers) known(companyOf(server, role) as Hoster);
        companies.get(id)?.residents.push({ role, material, servers });
      }
    }
    for (const { movers } of Object.values(material.moves)) {
      for (const { from, to } of movers) {
        for (const company of [from.front ?? from.hoster, to.front ?? to.hoster]) {
          if (company !== null) known(company);
        }
      }
    }
  }
  return companies;
}

function companyOf(server: MeasuredServer, role: Role): Hoster | null {
  if (role === 'hoster' && server.front !== null) return null;
  return server[role];
}

/** Servers by country in each network; only those whose country is known. */
export function findCountries(
  networks: readonly NetworkMaterial[],
): ReadonlyMap<string, readonly Omit<Residents, 'role'>[]> {
  const countries = new Map<string, Omit<Residents, 'role'>[]>();
  for (const material of networks) {
    const answered = byUsers(material.servers.filter(isCounted));
    for (const [country, servers] of Map.groupBy(answered, (server) => server.country)) {
      if (country === null) continue;
      const known = countries.get(country) ?? [];
      known.push({ material, servers });
      countries.set(country, known);
    }
  }
  return countries;
}

function byUsers(servers: readonly MeasuredServer[]): readonly MeasuredServer[] {
  return servers.toSorted(
    (a, b) => (b.usersActiveMonth ?? 0) - (a.usersActiveMonth ?? 0) || (a.domain < b.domain ? -1 : 1),
  );
}
