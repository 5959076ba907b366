import { setTimeout as wait } from 'node:timers/promises';
import type { Attributor } from '../attribution/attributor.ts';
import type { OptOuts } from '../lists/opt-outs.ts';
import { createLook } from '../look/look.ts';
import type { Domain } from '../model/domain.ts';
import { type AskAboutDomain, type DomainAnswer, nothingKnown } from '../model/domain-answer.ts';
import { NETWORKS, type Network } from '../model/network.ts';
import { ask, freshAnswer, recentAnswer } from '../scan/ask.ts';
import { answerFromMemory } from '../scan/remembered.ts';
import type { HistoryStore } from '../store/history.ts';
import type { Recollection } from '../web-server/answer-sources.ts';
import type { OpenClients } from './app.ts';

export interface AnswerServices {
  readonly outside: OpenClients;
  readonly attributor: Attributor;
  readonly history: HistoryStore;
  readonly optOuts: OptOuts;
}

/** Answers about one domain, for the bot, the `reply` command and the web server. */
export interface DomainAnswers {
  readonly ask: AskAboutDomain;
  /** The answer if it is known without sending anything; null if a look is needed. */
  recall(domain: Domain, network: Network): DomainAnswer | null;
  /** Always looks at the server now, without a time limit. */
  readonly look: AskAboutDomain;
  /** What the last scan that saw the domain found, at any age, with its history. Null if no scan saw it. */
  recollect(domain: Domain, network: Network): Recollection | null;
}

/** Milliseconds that an answer waits for a registry. */
const REGISTRY_PATIENCE_MS = 3000;

/**
 * Adds the organisation that an answer's prefix is registered to, if the registry answers in time. Skipped
 * behind a front, because the holder would be the front.
 */
export function besideRegistrations(
  ask: AskAboutDomain,
  holderOf: ((address: string) => Promise<string | null>) | null,
  patienceMs = REGISTRY_PATIENCE_MS,
): AskAboutDomain {
  if (holderOf === null) return ask;
  return async (domain, network) => {
    const answer = await ask(domain, network);
    const { attribution } = answer;
    if (attribution?.status !== 'OK' || attribution.front !== null || attribution.ip === null) return answer;
    const late = wait(patienceMs, null, { ref: false });
    const holder = await Promise.race([holderOf(attribution.ip), late]);
    return holder === null ? answer : { ...answer, registeredTo: holder };
  };
}

export function createDomainAnswers({
  outside: { dns, http },
  attributor,
  history,
  optOuts,
}: AnswerServices): DomainAnswers {
  const optionsOf = (network: Network) => {
    const lastKnown = (domain: Domain) => history.delegation(network, domain);
    return {
      network,
      look: createLook({ network, dns, http, lastKnown }),
      // For people who would wait too long for HTTP: DNS alone says enough.
      quickLook: createLook({ network, dns, http: null, lastKnown }),
      attributor,
      history,
    };
  };
  const all = new Map(NETWORKS.map((network) => [network, optionsOf(network)]));
  const optionsFor = (network: Network) => {
    const options = all.get(network);
    if (options === undefined) throw new Error(`no way to look at ${network}`);
    return options;
  };
  const optedOut = (domain: Domain, network: Network): DomainAnswer | null =>
    optOuts.has(domain) ? nothingKnown({ domain, network }, new Date().toISOString(), true) : null;
  return {
    ask: async (domain, network) => optedOut(domain, network) ?? (await ask(domain, optionsFor(network))),
    recall: (domain, network) =>
      optedOut(domain, network) ?? recentAnswer(domain, { network, attributor, history }),
    recollect(domain, network) {
      const spared = optedOut(domain, network);
      if (spared !== null) return { answer: spared, history: [] };
      const remembered = history.server(network, domain);
      return remembered === null
        ? null
        : {
            answer: answerFromMemory(remembered, 'scan', { attributor, history }),
            history: remembered.history,
          };
    },
    look: async (domain, network) =>
      optedOut(domain, network) ?? (await freshAnswer(domain, optionsFor(network))),
  };
}
