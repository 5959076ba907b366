import { marginText } from '../../report/headline/figures.ts';
import { writeHeadline } from '../../report/headline/headline.ts';
import { findNews } from '../../report/headline/news.ts';
import type { NewsItem } from '../../report/headline/news-item.ts';
import { largestHosters } from '../../report/headline/ranking.ts';
import { reportEnglish } from '../../report/language/en.ts';
import type { Headline } from '../../report/language/language.ts';
import { largestMargin } from '../../report/precision.ts';
import type { Report } from '../../report/report-shape.ts';
import { isSample } from '../../statistics/margin.ts';
import type { ArchivedReport } from '../data/past-report.ts';
import { count, NETWORK_OBJECTS, numbers, servers } from '../frame/phrases.ts';

/** The week's finding as the toot and the chart have it, as a sentence without a full stop. */
export function headline(report: ArchivedReport): string {
  const finding = findingOf(report);
  const whose = NETWORK_OBJECTS[report.network];
  if (finding !== null)
    return reportEnglish.title(writeHeadline(finding, report, numbers).headline, report.network);
  return report.answered === 0
    ? `No server of ${whose} answered`
    : `Nobody can be named as hoster of ${whose}`;
}

/** What the headline is of, in sentences for the line below it; whether little happened before them. */
export function basis(report: Report): string {
  const { finding, state } = findNews(report);
  if (finding === null) return '';
  const { headline: head, basis: of } = writeHeadline(finding, report, numbers);
  const said: string[] = [];
  if (of.held !== null) {
    const all = of.of === 'located' ? 'servers whose city is known' : 'servers that answered';
    said.push(`${subject(head)} ${of.held} of the ${of.total} ${all}.`);
  }
  if (state === 'quiet') said.push(reportEnglish.quiet(isSample(report)));
  return said.join(' ');
}

function subject(head: Headline): string {
  switch (head.kind) {
    case 'few':
    case 'half':
      return head.hosters === 1 ? 'It hosts' : 'Together they host';
    case 'five':
      return 'Together they host';
    case 'users':
    case 'rank':
    case 'change':
      return `${head.name} hosts`;
    case 'record':
      return head.name === null ? 'CDNs hide' : `${head.name} hosts`;
    case 'band':
    case 'law':
    case 'flow':
      return 'These are';
  }
}

/** Reconstructed weeks have no more than counts. */
function findingOf(report: ArchivedReport): NewsItem | null {
  return 'reconstructed' in report ? largestHosters(report) : findNews(report).finding;
}

/** Who was asked, who answered, when, and how sure that is: no share without its denominator. */
export function coverage(report: ArchivedReport): string {
  const { answered, sampled, population, unresolved, source } = report;
  const list = `on ${source}`;
  const asked =
    sampled === population
      ? `We asked all ${servers(population)} ${list}`
      : `We asked ${count(sampled)}${isSample(report) ? ' random' : ''} servers of the ${count(population)} ${list}`;
  const silent =
    unresolved === 0 ? 'all answered' : `${count(answered)} answered, ${count(unresolved)} did not`;
  return `${asked}, on ${numbers.date(report.finishedAt)}; ${silent}.${marginSentence(report)}`;
}

function marginSentence(report: ArchivedReport): string {
  if (!isSample(report)) return '';
  const { value, text } = marginText(numbers, largestMargin(report));
  return ` The margin of error of shares of servers is at most ±${text} ${value === 1 ? 'point' : 'points'}.`;
}
