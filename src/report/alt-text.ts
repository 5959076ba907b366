import { CHART_HOSTERS } from './chart-configuration.ts';
import { defang } from './defang.ts';
import { createFigures } from './figures.ts';
import type { Language } from './language/language.ts';
import type { Report } from './report-shape.ts';

/** How many fronts are named in the sentence about them. */
const FRONTS = 3;

export interface AltTextOptions {
  readonly language: Language;
  /** `description_limit` of the home server, in Unicode code points as Mastodon and GoToSocial count; 1500 on both. */
  readonly limit: number;
}

/**
 * The chart in sentences, for those who do not see it: every bar with its figures, in the chart's order. Where the limit is
 * too low the last sentences are left out, never a part of one.
 */
export function writeAltText(report: Report, { language, limit }: AltTextOptions): string {
  let text = '';
  for (const sentence of sentences(report, language)) {
    const longer = text === '' ? sentence : `${text} ${sentence}`;
    if ([...longer].length > limit) break;
    text = longer;
  }
  return text;
}

function sentences(report: Report, language: Language): readonly string[] {
  const { alt } = language;
  const figures = createFigures(report, language);
  const { numbers, share, userShare } = figures;
  const said = [alt.chart(report.network, figures.coverage.date), alt.coverage(figures.coverage)];
  if (report.answered === 0) return said;

  const users = figures.activeUsers;
  said.push(alt.reading(users !== null, report.hidden.servers > 0));
  said.push(...figures.hosters(CHART_HOSTERS).map(alt.hoster));
  if (report.hidden.servers > 0) {
    const fronts = report.fronts
      .slice(0, FRONTS)
      .map((front) => alt.front(defang(front.name) || front.id, share(front.share)));
    said.push(alt.hidden(figures.hidden, numbers.list(fronts)));
  }
  const others = report.hosters.slice(CHART_HOSTERS);
  if (others.length > 0) {
    const held = others.reduce((sum, hoster) => sum + hoster.share, 0);
    const active = others.reduce((sum, hoster) => sum + (hoster.activeShare ?? 0), 0);
    said.push(
      alt.others(
        others.length,
        numbers.count(others.length),
        share(held),
        users === null ? null : userShare(active),
      ),
    );
  }
  if (report.unattributed.servers > 0) {
    said.push(alt.unattributed(report.unattributed.servers, numbers.count(report.unattributed.servers)));
  }
  const { hhi, nakamoto } = report.concentration;
  if (hhi !== null && figures.finding !== null) {
    said.push(alt.concentration(numbers.rounded(hhi), nakamoto, numbers.count(nakamoto ?? 0)));
  }
  if (users !== null) said.push(alt.users(users, report.countedUsers, numbers.count(report.countedUsers)));
  return said;
}
