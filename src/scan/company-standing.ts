import { type Attribution, companyOf } from '../model/attribution.ts';
import type { CompanyStanding } from '../model/domain-answer.ts';
import type { Network } from '../model/network.ts';
import type { HistoryStore } from '../store/history.ts';

/**
 * The rank and share of a server's hoster, or of the front that hides it, in the latest complete scan of its
 * network.
 */
export function companyStandingOf(
  attribution: Attribution | null,
  network: Network,
  history: Pick<HistoryStore, 'companyStanding'>,
): CompanyStanding | null {
  const company = companyOf(attribution);
  if (company === null) return null;
  return history.companyStanding(network, company.id, attribution?.front === null ? 'hoster' : 'front');
}
