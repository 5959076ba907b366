import type { Address } from '../model/address.ts';
import type { Domain } from '../model/domain.ts';
import type { Network } from '../model/network.ts';
import type { KnownDelegation, Observation } from '../model/observation.ts';
import type { Dns } from '../net/dns/dns.ts';
import { reverse } from '../net/dns/reverse.ts';
import { withinBudget } from '../net/http/within-budget.ts';
import type { BudgetLimits } from '../net/http/work-budget.ts';
import { fetchDeclaration } from './declaration.ts';
import { locateFediverse } from './fediverse.ts';
import type { Locate, NetworkClients } from './locate.ts';
import { locateMatrix } from './matrix.ts';
import { locateWeb } from './web.ts';
import { locateXmpp } from './xmpp.ts';

/** One look at one server. Never rejects because of what a server or resolver does: that is data. */
export type Look = (domain: Domain) => Promise<Observation>;

export interface LookOptions extends NetworkClients {
  readonly network: Network;
  /** Ports from the list, which Matrix lists may contain (`example.org:8448`). */
  readonly ports?: ReadonlyMap<Domain, number>;
  /** The last known delegation of a domain. Default: none is known. */
  readonly lastKnown?: (domain: Domain) => KnownDelegation | null;
  /** Whether a server was dead for so long that a short timeout for connections is enough. */
  readonly isDead?: (domain: Domain) => boolean;
  readonly now?: () => Date;
  /** Limits of one look. Default: {@link LOOK_BUDGET}. */
  readonly budget?: BudgetLimits;
}

/** Honest servers need a fifth of it. The slowest of them take 10 s each for robots.txt and two documents. */
const LOOK_BUDGET: BudgetLimits = { ms: 45_000, bytes: 2 * 1024 * 1024, requests: 20, queries: 40 };
/**
 * Milliseconds for connecting (TCP and TLS) to a server that was dead for weeks. That covers two round trips
 * to the other side of the world, one of them lost and repeated after a second. Once connected, the usual
 * timeouts apply.
 */
const CONNECT_TO_DEAD_MS = 2000;

const LOCATE: Readonly<Record<Network, Locate>> = {
  fediverse: locateFediverse,
  xmpp: locateXmpp,
  matrix: locateMatrix,
  web: locateWeb,
};

export function createLook(options: LookOptions): Look {
  const { network, dns, http, ports, lastKnown = () => null, isDead = () => false } = options;
  const { now = () => new Date(), budget = LOOK_BUDGET } = options;
  const locate = LOCATE[network];
  const shortOfWait = { ...budget, connectMs: CONNECT_TO_DEAD_MS };
  return (domain) =>
    withinBudget(isDead(domain) ? shortOfWait : budget, { dns, http }, async (clients) => {
      const moment = now();
      const observedAt = moment.toISOString();
      const hints = { port: ports?.get(domain), lastKnown: lastKnown(domain), now: moment };
      const located = await locate(domain, clients, hints);
      const addresses = located.endpoints.flatMap((endpoint) => endpoint.addresses);
      // If the name does not exist or its name servers are silent, names below it have no records either.
      const isSilent = located.status === 'NXDOMAIN' || located.status === 'TIMEOUT';
      // Reverse look-ups come last, because there may be more addresses than the budget allows.
      const [declared, ptr] = await Promise.all([
        isSilent ? null : fetchDeclaration(clients.dns, domain),
        reverseAll(clients.dns, [...new Set(addresses)]),
      ]);
      const { bySrv: _, ...found } = located;
      return { domain, network, observedAt, ...found, ptr, declared };
    });
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
