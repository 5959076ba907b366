import type { Address } from '../model/address.ts';
import type { Domain } from '../model/domain.ts';
import type { Network } from '../model/network.ts';
import type { Endpoint, Observation } from '../model/observation.ts';
import type { Dns } from '../net/dns.ts';
import type { Http } from '../net/http.ts';
import { type Resolution, resolve } from '../net/resolve.ts';
import { reverse } from '../net/reverse.ts';
import { fetchDeclaration } from './declaration.ts';
import { fetchNodeInfo, type NodeInfoResult } from './nodeinfo.ts';

/** One look at one server. Never rejects for anything that a server or resolver does: that is data. */
export type Look = (domain: Domain) => Promise<Observation>;

export interface LookOptions {
  readonly network: Network;
  readonly dns: Dns;
  /** Null: DNS only, no packet to the server itself. */
  readonly http: Http | null;
  readonly now?: () => Date;
}

const HTTPS = 443;

export function createLook({ network, dns, http, now = () => new Date() }: LookOptions): Look {
  return async (domain) => {
    const observedAt = now().toISOString();
    const resolution = await resolve(dns, domain);
    const endpoints = endpointsOf(domain, resolution);
    const [ptr, nodeInfo, declared] = await Promise.all([
      reverseAll(dns, resolution.addresses),
      describe(http, domain, resolution),
      resolution.status === 'NXDOMAIN' ? null : fetchDeclaration(dns, domain),
    ]);
    return {
      domain,
      network,
      observedAt,
      status: resolution.status,
      endpoints,
      cname: resolution.cname,
      ptr,
      http: nodeInfo.status,
      self: nodeInfo.self,
      declared,
    };
  };
}

function endpointsOf(host: string, { addresses }: Resolution): readonly Endpoint[] {
  return addresses.length === 0 ? [] : [{ host, port: HTTPS, addresses }];
}

async function describe(http: Http | null, domain: Domain, resolution: Resolution): Promise<NodeInfoResult> {
  if (http === null || resolution.addresses.length === 0) return { status: 'SKIPPED', self: null };
  return await fetchNodeInfo(http, domain);
}

async function reverseAll(dns: Dns, addresses: readonly Address[]): Promise<Record<Address, string>> {
  const names: Record<Address, string> = {};
  await Promise.all(
    addresses.map(async (address) => {
      const name = await reverse(dns, address);
      if (name !== null) names[address] = name;
    }),
  );
  return names;
}
