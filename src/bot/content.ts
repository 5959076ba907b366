import type { Network } from '../model/network.ts';
import type { HistoryStore } from '../store/history.ts';
import type { Answer, Lookup } from './answer.ts';
import type { Clock } from './clock.ts';
import type { Figures } from './figures.ts';
import type { Log } from './log.ts';
import type { ReplyContent } from './reply.ts';
import type { Named, Request } from './request.ts';

/** A request that is answered in words; the wishes `stop` and `delete` are not. */
export type Question = Exclude<Request, { readonly kind: 'stop' | 'delete' }>;

export interface ContentOptions {
  readonly lookup: Lookup;
  readonly figures: Figures;
  readonly history: Pick<HistoryStore, 'server'>;
  readonly clock: Clock;
  readonly log: Log;
}

/** Finds what a question asks for. Never rejects: a bug is logged, and the asker hears that it did not work. */
export function createContent(options: ContentOptions): (question: Question) => Promise<ReplyContent> {
  const { figures, history, clock, log } = options;

  const nothing = ({ domain, network }: Named): Answer => ({
    domain,
    network,
    finding: null,
    context: null,
    since: null,
    observedAt: new Date(clock.now()).toISOString(),
    stale: false,
  });

  const report = (what: object, error: unknown) =>
    log.error(
      { ...what, error: error instanceof Error ? error.stack : String(error) },
      'a bug in looking up',
    );

  async function lookUp(named: Named): Promise<Answer> {
    try {
      return await options.lookup(named.domain, named.network);
    } catch (error) {
      report(named, error);
      return nothing(named);
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
      default:
        return question;
    }
  };
}
