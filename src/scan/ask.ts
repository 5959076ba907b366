import type { Attributor } from '../attribution/attributor.ts';
import type { Look } from '../look/look.ts';
import { companyOf } from '../model/attribution.ts';
import type { Domain } from '../model/domain.ts';
import { type DomainAnswer, nothingKnown } from '../model/domain-answer.ts';
import type { Network } from '../model/network.ts';
import { isUnheard, type Observation } from '../model/observation.ts';
import type { HistoryStore, ServerHistory } from '../store/history.ts';
import { companyStandingOf } from './company-standing.ts';
import { findHoster } from './find.ts';
import { answerFromMemory } from './remembered.ts';

export interface FreshAnswerOptions {
  readonly network: Network;
  readonly look: Look;
  readonly attributor: Attributor;
  readonly history: Pick<HistoryStore, 'server' | 'companyStanding'>;
}

export interface AskOptions extends FreshAnswerOptions {
  /** A faster and cheaper `look`, used if the other does not finish in time. */
  readonly quickLook?: Look;
  /** Milliseconds that a fresh look may take: people wait for the answer. */
  readonly patienceMs?: number;
  readonly now?: () => Date;
}

const PATIENCE_MS = 5_000;
/** A scan a week, and a day for it to finish. Older findings are looked at again. */
const RECENT_MS = 8 * 24 * 3_600_000;

/**
 * Answers for one domain. A recent scan that it answered comes first, then a fresh look if that is in time,
 * then the last scan that saw it. Otherwise nothing is known. Never rejects.
 */
export async function ask(domain: Domain, options: AskOptions): Promise<DomainAnswer> {
  const { network, look, history, patienceMs = PATIENCE_MS, now = () => new Date() } = options;
  const recent = recentAnswer(domain, options);
  if (recent !== null) return recent;
  const started = performance.now();
  const quick = options.quickLook?.(domain) ?? null;
  quick?.catch(() => undefined);
  const observation =
    (await inTime(look(domain), patienceMs)) ??
    // The quick look may be finished by now, or soon.
    (quick === null ? null : await inTime(quick, Math.max(0, patienceMs - (performance.now() - started))));
  const remembered = history.server(network, domain);
  const isSilent = observation === null || isUnheard(observation.status);
  if (isSilent && remembered !== null && remembered.server.status !== 'UNDETERMINED')
    return answerFromMemory(remembered, 'old scan', options);
  if (observation === null) return nothingKnown({ domain, network }, now().toISOString());
  return answerFromLook(observation, remembered, options);
}

/** What a recent scan says about a domain. Null if it did not answer a recent scan. Sends nothing. */
export function recentAnswer(
  domain: Domain,
  options: Omit<AskOptions, 'look' | 'quickLook'>,
): DomainAnswer | null {
  const { network, history, now = () => new Date() } = options;
  const remembered = history.server(network, domain);
  if (remembered === null || remembered.server.status !== 'NOERROR') return null;
  const answer = answerFromMemory(remembered, 'scan', options);
  return now().getTime() - Date.parse(answer.observedAt) < RECENT_MS ? answer : null;
}

/** Looks at a domain now, even if it is known. Nothing is stored. */
export async function freshAnswer(domain: Domain, options: FreshAnswerOptions): Promise<DomainAnswer> {
  const observation = await options.look(domain);
  return answerFromLook(observation, options.history.server(options.network, domain), options);
}

function answerFromLook(
  observation: Observation,
  remembered: ServerHistory | null,
  { network, attributor, history }: FreshAnswerOptions,
): DomainAnswer {
  const { domain, observedAt, status, http, endpoints, cname, self, declared } = observation;
  const { addresses, attribution, agree } = findHoster(attributor, observation);
  const company = companyOf(attribution)?.id;
  const isSame = remembered !== null && company === companyOf(remembered.server)?.id;
  return {
    ...{ domain, network, source: 'look', observedAt, status, http, endpoints, cname },
    ...{ addresses, attribution, agree, self, declared },
    isForeign: observation.isForeign === true,
    standing: companyStandingOf(attribution, network, history),
    since: isSame ? remembered.since : null,
    isOptedOut: false,
  };
}

async function inTime<T>(promise: Promise<T>, milliseconds: number): Promise<T | null> {
  const { promise: late, resolve } = Promise.withResolvers<null>();
  const timer = setTimeout(() => resolve(null), milliseconds);
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
