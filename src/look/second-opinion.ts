import { setTimeout as wait } from 'node:timers/promises';
import { isPublic, parseAddress } from '../model/address.ts';
import type { Dns } from '../net/dns/dns.ts';
import type { Http } from '../net/http/http.ts';
import { askCymru } from './second-opinion-cymru.ts';
import { askKeycdn, KEYCDN_PAUSE_MS } from './second-opinion-keycdn.ts';
import { createRegistrations, type RegistrationOptions } from './second-opinion-rdap.ts';
import { type SecondOpinion, without } from './second-opinion-shape.ts';

export interface SecondOpinionOptions {
  readonly dns: Dns;
  /** A client with the User-Agent that KeyCDN requires. Null if there is no website to put into it. */
  readonly keycdn: Http | null;
  /** How to ask the registries. Null or missing: not at all. */
  readonly rdap?: RegistrationOptions | null;
  /** Milliseconds between two queries to KeyCDN. */
  readonly pauseMs?: number;
}

/** Addresses of one domain that are asked about. The services are free and shared. */
const MOST_ADDRESSES = 4;

/** Asks the services about the first few addresses. A failure is an answer too: nothing here rejects. */
export type AskSecondOpinions = (addresses: readonly string[]) => Promise<readonly SecondOpinion[]>;

export function createSecondOpinions({
  dns,
  keycdn,
  rdap = null,
  pauseMs = KEYCDN_PAUSE_MS,
}: SecondOpinionOptions): AskSecondOpinions {
  const askRegistry = rdap === null ? null : createRegistrations(rdap);
  // One query at a time, across all callers.
  let turn: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(ask: () => Promise<T>): Promise<T> => {
    const answer = turn.then(ask);
    turn = answer.then(() => wait(pauseMs, undefined, { ref: false }));
    return answer;
  };
  return async (texts) => {
    const addresses = texts
      .map(parseAddress)
      .filter((address) => address !== null)
      .filter(isPublic)
      .slice(0, MOST_ADDRESSES);
    const opinions = await Promise.all(
      addresses.map(async (address) => [
        { source: 'team-cymru' as const, address, ...(await askCymru(dns, address)) },
        {
          source: 'keycdn' as const,
          address,
          ...(keycdn === null
            ? without('SKIPPED', 'PUBLIC_URL is not set; the service asks callers to name their website')
            : await inTurn(() => askKeycdn(keycdn, address))),
        },
        ...(askRegistry === null
          ? []
          : [{ source: 'rdap' as const, address, ...(await askRegistry(address)) }]),
      ]),
    );
    return opinions.flat();
  };
}
