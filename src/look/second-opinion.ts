import { setTimeout as wait } from 'node:timers/promises';
import { isPublic, parseAddress } from '../model/address.ts';
import type { Dns } from '../net/dns.ts';
import type { Http } from '../net/http.ts';
import { askCymru } from './second-opinion-cymru.ts';
import { askKeycdn, KEYCDN_PAUSE_MS } from './second-opinion-keycdn.ts';
import { type SecondOpinion, without } from './second-opinion-shape.ts';

export interface SecondOpinionOptions {
  readonly dns: Dns;
  /** Names itself as KeyCDN asks it to; null where there is no website to name. */
  readonly keycdn: Http | null;
  /** Between two questions to KeyCDN, milliseconds. */
  readonly pauseMs?: number;
}

/** Of one domain; both services are free and shared. */
const MOST_ADDRESSES = 4;

/** Asks both services about the first few addresses. A failure is an answer; nothing here rejects. */
export type AskSecondOpinions = (addresses: readonly string[]) => Promise<readonly SecondOpinion[]>;

export function createSecondOpinions({
  dns,
  keycdn,
  pauseMs = KEYCDN_PAUSE_MS,
}: SecondOpinionOptions): AskSecondOpinions {
  // One question after another, whoever asks.
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
            ? without('SKIPPED', 'PUBLIC_URL is not set, which it wants to be told')
            : await inTurn(() => askKeycdn(keycdn, address))),
        },
      ]),
    );
    return opinions.flat();
  };
}
