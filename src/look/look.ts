import type { Address } from '../model/address.ts';
import type { Domain } from '../model/domain.ts';
import type { Network } from '../model/network.ts';
import type { Observation } from '../model/observation.ts';
import type { Dns } from '../net/dns.ts';
import { reverse } from '../net/reverse.ts';
import { fetchDeclaration } from './declaration.ts';
import { locateFediverse } from './fediverse.ts';
import type { Locate, Ways } from './locate.ts';
import { locateMatrix } from './matrix.ts';
import { locateWeb } from './web.ts';
import { locateXmpp } from './xmpp.ts';

/** One look at one server. Never rejects for anything that a server or resolver does: that is data. */
export type Look = (domain: Domain) => Promise<Observation>;

export interface LookOptions extends Ways {
  readonly network: Network;
  /** Ports that the list gives with a domain, as lists of Matrix servers do (`example.org:8448`). */
  readonly ports?: ReadonlyMap<Domain, number>;
  readonly now?: () => Date;
}

const LOCATE: Readonly<Record<Network, Locate>> = {
  fediverse: locateFediverse,
  xmpp: locateXmpp,
  matrix: locateMatrix,
  web: locateWeb,
};

export function createLook({ network, dns, http, ports, now = () => new Date() }: LookOptions): Look {
  const locate = LOCATE[network];
  return async (domain) => {
    const observedAt = now().toISOString();
    const located = await locate(domain, { dns, http }, ports?.get(domain));
    const addresses = located.endpoints.flatMap((endpoint) => endpoint.addresses);
    const [ptr, declared] = await Promise.all([
      reverseAll(dns, [...new Set(addresses)]),
      // Name servers that say nothing, or that the name is not, have no more to say about a name below it.
      located.status === 'NXDOMAIN' || located.status === 'TIMEOUT' ? null : fetchDeclaration(dns, domain),
    ]);
    return { domain, network, observedAt, ...located, ptr, declared };
  };
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
