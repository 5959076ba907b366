import { thatHost } from '../../statistics/access-providers.ts';
import { isSample } from '../../statistics/margin.ts';
import type { Slice } from '../../statistics/shares.ts';
import { defang } from '../../text/defang.ts';
import { createNumbers, type Numbers } from '../../text/numbers.ts';
import type { CountText, Coverage, HosterText, ReportPhrases } from '../language/language.ts';
import { largestMargin, shareDecimals, USER_DECIMALS } from '../precision.ts';
import type { HosterEntry, Report } from '../report-shape.ts';
import { type Headed, writeHeadline } from './headline.ts';
import { findNews } from './news.ts';

/** A report's figures as text in one language, formatted once so that toot, alt text and chart agree. */
export interface ReportFigures {
  readonly numbers: Numbers;
  readonly share: (fraction: number) => string;
  readonly userShare: (fraction: number | null) => string | null;
  /** The `count` largest hosters by servers, without access providers. */
  readonly hosters: (count: number) => readonly HosterText[];
  readonly hidden: HosterText;
  readonly coverage: Coverage;
  /** The finding that the week's post begins with. Null if no hoster is known. */
  readonly headed: Headed | null;
  /** Whether the scan was compared with the previous one and little changed. */
  readonly quiet: boolean;
  /** Plausible active users, rounded. Null if no server reported a number. */
  readonly activeUsers: string | null;
}

export function createReportFigures(report: Report, language: ReportPhrases): ReportFigures {
  const numbers = createNumbers(language.locale);
  const decimals = shareDecimals(report);
  const share = (fraction: number) => numbers.share(fraction, decimals);
  const userShare = (fraction: number | null) =>
    fraction === null ? null : numbers.share(fraction, USER_DECIMALS);
  const change = (hoster: HosterEntry): CountText | null => {
    if (hoster.change === null || Math.abs(hoster.change) <= (hoster.changeMargin ?? 0)) return null;
    const text = numbers.change(hoster.change, decimals);
    const value = Number((Math.abs(hoster.change) * 100).toFixed(decimals));
    return text === '' ? null : { value, text, decimals };
  };
  const slice = (name: string, { share: fraction, activeShare }: Slice): HosterText => ({
    name,
    share: share(fraction),
    change: null,
    max: share(fraction),
    userShare: userShare(activeShare),
  });
  const news = findNews(report);

  return {
    numbers,
    share,
    userShare,
    hosters: (count) =>
      thatHost(report.hosters)
        .slice(0, count)
        .map((hoster) => ({
          ...slice(defang(hoster.name) || hoster.id, hoster),
          change: change(hoster),
          max: share(hoster.max),
        })),
    hidden: slice('', report.hidden),
    coverage: {
      source: defang(report.source),
      date: numbers.date(report.finishedAt),
      answered: numbers.count(report.answered),
      sampled: numbers.count(report.sampled),
      population: numbers.count(report.population),
      counts: { answered: report.answered, population: report.population },
      unresolved: report.unresolved === 0 ? null : numbers.count(report.unresolved),
      how: isSample(report) ? 'random' : report.sampled < report.population ? 'part' : 'all',
      margin: isSample(report) ? marginText(numbers, largestMargin(report)) : null,
    },
    headed: news.finding === null ? null : writeHeadline(news.finding, report, numbers),
    quiet: news.state === 'quiet',
    activeUsers: report.activeUsers === 0 ? null : numbers.rounded(report.activeUsers),
  };
}

/** Rounds a margin up to its first digit: 2.3 points become 3, 0.23 become 0.3. */
export function marginText(numbers: Numbers, margin: number): CountText {
  const decimals = margin >= 0.01 ? 0 : 1;
  const step = 10 ** -(decimals + 2);
  const points = Math.ceil(Number((margin / step).toFixed(9))) * step;
  return { value: points * 100, text: numbers.points(points, decimals), decimals };
}
