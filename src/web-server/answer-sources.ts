import type { Domain } from '../model/domain.ts';
import type { AskAboutDomain, DomainAnswer } from '../model/domain-answer.ts';
import type { Network } from '../model/network.ts';
import type { Residence } from '../store/history.ts';

/** How the server finds out about a domain. */
export interface AnswerSources {
  /** What is known without sending anything; null where a look is needed. */
  recall(domain: Domain, network: Network): DomainAnswer | null;
  /** A fresh look, however long it takes. */
  readonly look: AskAboutDomain;
  /** What the last scan that saw it found, however old, with its story; null where none did. */
  recollect(domain: Domain, network: Network): Recollection | null;
}

export interface Recollection {
  readonly answer: DomainAnswer;
  /** Where it has been, oldest first. */
  readonly history: readonly Residence[];
}
