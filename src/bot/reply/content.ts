import type { Domain } from '../../model/domain.ts';
import { type AskAboutDomain, type DomainAnswer, nothingKnown } from '../../model/domain-answer.ts';
import { NETWORKS, type Network } from '../../model/network.ts';
import type { HistoryStore } from '../../store/history.ts';
import { errorStack } from '../../text/error-text.ts';
import type { NamedServer, Request } from '../request/request-kinds.ts';
import type { Clock } from '../runtime/clock.ts';
import type { BotLog } from '../runtime/log.ts';
import type { NetworkFigures } from './figures.ts';
import type { ReplyContent } from './reply.ts';

/** A request that is answered from data, unlike `stop`, `delete` and `watch`. */
export type Question = Exclude<Request, { readonly kind: 'stop' | 'delete' | 'watch' }>;

export interface ContentOptions {
  readonly lookup: AskAboutDomain;
  readonly figures: NetworkFigures;
  readonly history: Pick<HistoryStore, 'server'>;
  readonly clock: Clock;
  readonly log: BotLog;
}

/** Whether a scan of any network has looked at a domain. */
export function isMeasured(history: Pick<HistoryStore, 'server'>, domain: Domain): boolean {
  return NETWORKS.some((network) => history.server(network, domain) !== null);
}

/**
 * Finds the answer to a question. Never rejects: a bug is logged, and the asker gets a note that it failed.
 */
export function createContent(options: ContentOptions): (question: Question) => Promise<ReplyContent> {
  const { figures, history, clock, log } = options;

  const report = (what: object, error: unknown) =>
    log.error({ ...what, error: errorStack(error) }, 'a bug in looking up');

  async function lookUp(named: NamedServer): Promise<DomainAnswer> {
    try {
      return await options.lookup(named.domain, named.network);
    } catch (error) {
      report(named, error);
      return nothingKnown(named, new Date(clock.now()).toISOString());
    }
  }

  function figure<Value>(network: Network, read: (network: Network) => Value | null): Value | null {
    try {
      return read(network);
    } catch (error) {
      report({ network }, error);
      return null;
    }
  }

  return async (question) => {
    switch (question.kind) {
      case 'domains':
        return {
          kind: 'answers',
          answers: await Promise.all(question.domains.map(lookUp)),
          more: question.more,
        };
      case 'compare': {
        const [one, other] = question.domains;
        return { kind: 'compare', answers: await Promise.all([lookUp(one), lookUp(other)]) };
      }
      case 'history': {
        const { domain, network } = question.named;
        const known = figure(network, () => history.server(network, domain));
        const answer = known === null ? await lookUp(question.named) : null;
        return { kind: 'history', domain, history: known, answer };
      }
      case 'top':
        return { kind: 'top', network: question.network, top: figure(question.network, figures.top) };
      case 'north':
        return { kind: 'north', network: question.network, north: figure(question.network, figures.north) };
      case 'named': {
        const { network, named } = question;
        return { kind: 'named', network, figure: figure(network, () => figures.named(network, named)) };
      }
      default:
        return question;
    }
  };
}
