import type { Network } from '../model/network.ts';
import type { Report } from '../report/report-shape.ts';
import { count, NETWORK_OBJECTS, numbers, percent, servers } from './words.ts';

const WORDS = ['No', 'One', 'Two', 'Three', 'Four', 'Five'];

/** The counts that the headline and the line below it are made of; weekly reports of the past have no more. */
export type Counted = Pick<
  Report,
  | 'network'
  | 'hosters'
  | 'answered'
  | 'sampled'
  | 'population'
  | 'unresolved'
  | 'source'
  | 'finishedAt'
  | 'hidden'
>;

/** What the largest hosters, five at most, hold together, as a sentence without a full stop. */
export function headline(report: Counted): string {
  const top = report.hosters.slice(0, 5);
  const whose = NETWORK_OBJECTS[report.network];
  if (report.answered === 0) return `No server of ${whose} answered`;
  if (top.length === 0) return `Nobody can be named as hoster of ${whose}`;
  const held = top.reduce((sum, hoster) => sum + hoster.servers, 0) / report.answered;
  const who = top.length === 1 ? 'One company hosts' : `${WORDS[top.length]} companies host`;
  return `${who} ${percent(held)} of ${whose}`;
}

/** Who was asked, who answered, and when: no share without its denominator. */
export function coverage(report: Counted): string {
  const { answered, sampled, population, unresolved, source } = report;
  const list = `on ${source}`;
  const asked =
    sampled === population
      ? `We asked all ${servers(population)} ${list}`
      : `We asked ${servers(sampled)}, drawn from the ${count(population)} ${list}`;
  const silent =
    unresolved === 0 ? 'all answered' : `${count(answered)} answered, ${count(unresolved)} did not`;
  return `${asked}, on ${numbers.date(report.finishedAt)}; ${silent}.`;
}

export const isMain = (network: Network): boolean => network === 'fediverse';
