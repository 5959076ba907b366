import { thatHost } from '../statistics/lines.ts';
import { isSample } from '../statistics/margin.ts';
import type { Slice } from '../statistics/shares.ts';
import { defang } from './defang.ts';
import { type Headed, writeHeadline } from './headline.ts';
import type { Counted, Coverage, Language, Line } from './language/language.ts';
import { findNews } from './news.ts';
import { createNumbers, type Numbers } from './numbers.ts';
import { largestMargin, shareDecimals, USER_DECIMALS } from './precision.ts';
import type { HosterEntry, Report } from './report-shape.ts';

/** A report's figures as text in one language, so that toot, alt text and chart say the same. */
export interface Figures {
  readonly numbers: Numbers;
  readonly share: (fraction: number) => string;
  readonly userShare: (fraction: number | null) => string | null;
  /** The first `count` by servers of those that host. */
  readonly hosters: (count: number) => readonly Line[];
  readonly hidden: Line;
  readonly coverage: Coverage;
  /** What the week's post begins with; null where no hoster is known. */
  readonly headed: Headed | null;
  /** Whether it was compared with the scan before, and little happened. */
  readonly quiet: boolean;
  /** Plausible active users, rounded; null where nobody told their number. */
  readonly activeUsers: string | null;
}

export function createFigures(report: Report, language: Language): Figures {
  const numbers = createNumbers(language.locale);
  const decimals = shareDecimals(report);
  const share = (fraction: number) => numbers.share(fraction, decimals);
  const userShare = (fraction: number | null) =>
    fraction === null ? null : numbers.share(fraction, USER_DECIMALS);
  const change = (hoster: HosterEntry): Counted | null => {
    if (hoster.change === null || Math.abs(hoster.change) <= (hoster.changeMargin ?? 0)) return null;
    const text = numbers.change(hoster.change, decimals);
    const value = Number((Math.abs(hoster.change) * 100).toFixed(decimals));
    return text === '' ? null : { value, text, decimals };
  };
  const slice = (name: string, { share: fraction, activeShare }: Slice): Line => ({
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
      unresolved: report.unresolved === 0 ? null : numbers.count(report.unresolved),
      how: isSample(report) ? 'random' : report.sampled < report.population ? 'part' : 'all',
      margin: isSample(report) ? marginText(numbers, largestMargin(report)) : null,
    },
    headed: news.finding === null ? null : writeHeadline(news.finding, report, numbers),
    quiet: news.state === 'quiet',
    activeUsers: report.activeUsers === 0 ? null : numbers.rounded(report.activeUsers),
  };
}

/** A margin is told to its first digit, rounded up: 2.3 points are 3, 0.23 are 0.3. */
export function marginText(numbers: Numbers, margin: number): Counted {
  const decimals = margin >= 0.01 ? 0 : 1;
  const step = 10 ** -(decimals + 2);
  const points = Math.ceil(Number((margin / step).toFixed(9))) * step;
  return { value: points * 100, text: numbers.points(points, decimals), decimals };
}
