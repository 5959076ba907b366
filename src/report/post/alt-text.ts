import { isAccessProvider, thatHost } from '../../statistics/access-providers.ts';
import { defang } from '../../text/defang.ts';
import { pickChart } from '../chart/configuration.ts';
import { CHART_HOSTERS } from '../chart/rows.ts';
import { YEAR_HOSTERS } from '../chart/year.ts';
import { createReportFigures, type ReportFigures } from '../headline/figures.ts';
import { bandOf, counted } from '../headline/headline.ts';
import { largestLaws } from '../headline/laws.ts';
import type { ChartKind, Extreme, ReportPhrases } from '../language/language.ts';
import type { Report } from '../report-shape.ts';

/** How many fronts are named in the sentence about them. */
const FRONTS = 3;

export interface AltTextOptions {
  readonly language: ReportPhrases;
  /**
   * `description_limit` of the home server, in Unicode code points as Mastodon and GoToSocial count; 1500 on
   * both.
   */
  readonly limit: number;
  /** The chart that it describes; by default the one that is picked for the report. */
  readonly kind?: ChartKind;
}

/**
 * The chart in sentences, for those who do not see it: everything that is drawn with its figures, in the
 * chart's order. Where the limit is too low the last sentences are left out, never a part of one.
 */
export function writeAltText(
  report: Report,
  { language, limit, kind = pickChart(report) }: AltTextOptions,
): string {
  // Japanese needs no space between sentences.
  const gap = language.code === 'ja' ? '' : ' ';
  let text = '';
  for (const sentence of sentences(report, language, kind)) {
    const longer = text === '' ? sentence : `${text}${gap}${sentence}`;
    if ([...longer].length > limit) break;
    text = longer;
  }
  return text;
}

function sentences(report: Report, language: ReportPhrases, kind: ChartKind): readonly string[] {
  const { alt } = language;
  const figures = createReportFigures(report, language);
  const { coverage } = figures;
  const said = [alt.chart(kind, report.network, coverage.date), alt.coverage(coverage)];
  if (report.answered === 0) return said;
  if (kind === 'year') return [...said, ...yearSentences(report, figures, language)];
  if (kind === 'law') return [...said, ...lawSentences(report, figures, language)];
  if (kind === 'latitude') return [...said, ...latitudeSentences(report, figures, language)];
  return [...said, ...hosterSentences(report, figures, language, kind === 'bars')];
}

function hosterSentences(
  report: Report,
  figures: ReportFigures,
  { alt, toot }: ReportPhrases,
  bounds: boolean,
): readonly string[] {
  const { numbers, share, userShare } = figures;
  const users = figures.activeUsers;
  const largest = figures.hosters(CHART_HOSTERS);
  const said = largest.map((line) => alt.hoster(bounds ? line : { ...line, max: line.share }));
  if (said.length > 0) said.unshift(alt.reading(users !== null, bounds && report.hidden.servers > 0));
  if (report.hidden.servers > 0) {
    const fronts = report.fronts
      .slice(0, FRONTS)
      .map((front) => toot.part(defang(front.name) || front.id, share(front.share)));
    said.push(alt.hidden(figures.hidden, numbers.list(fronts)));
  }
  const together = (hosters: Report['hosters']) => {
    const held = hosters.reduce((sum, hoster) => sum + hoster.share, 0);
    const active = hosters.reduce((sum, hoster) => sum + (hoster.activeShare ?? 0), 0);
    return [share(held), users === null ? null : userShare(active)] as const;
  };
  const others = thatHost(report.hosters).slice(CHART_HOSTERS);
  if (others.length > 0) said.push(alt.others(counted(others.length, numbers), ...together(others)));
  const lines = report.hosters.filter(isAccessProvider);
  if (lines.length > 0) said.push(alt.lines(...together(lines)));
  if (report.unattributed.servers > 0) {
    said.push(alt.unattributed(counted(report.unattributed.servers, numbers)));
  }
  const { hhi, nakamoto } = report.concentration;
  if (hhi !== null && report.hosters.length > 0) {
    const most = nakamoto === null ? null : counted(nakamoto, numbers);
    said.push(alt.concentration(numbers.rounded(hhi), most, lines.length > 0));
  }
  if (users !== null) said.push(alt.users(users, counted(report.countedUsers, numbers)));
  return said;
}

function yearSentences(
  { trend, hidden }: Report,
  figures: ReportFigures,
  { alt }: ReportPhrases,
): readonly string[] {
  const { numbers, share } = figures;
  const course = (name: string | null, shares: readonly number[]) =>
    alt.course(name, share(shares[0] ?? 0), share(shares.at(-1) ?? 0));
  const lines = [
    ...trend.hosters
      .slice(0, YEAR_HOSTERS)
      .map(({ id, name, shares }) => ({ name: defang(name) || id, shares })),
    ...(hidden.servers === 0 ? [] : [{ name: null, shares: trend.hidden.shares }]),
  ].sort((a, b) => (b.shares.at(-1) ?? 0) - (a.shares.at(-1) ?? 0));
  const first = trend.weeks[0];
  return [
    ...(first === undefined ? [] : [alt.since(numbers.date(first.finishedAt))]),
    ...lines.map(({ name, shares }) => course(name, shares)),
  ];
}

function lawSentences(report: Report, figures: ReportFigures, language: ReportPhrases): readonly string[] {
  const { alt, chart } = language;
  const { share, userShare, numbers } = figures;
  const { unknown } = report.jurisdictions;
  const laws = largestLaws(report, numbers, language).map(({ name, law }) =>
    alt.hoster({
      name,
      share: share(law.min),
      change: null,
      max: share(law.max),
      userShare: userShare(law.activeMin),
    }),
  );
  const [own, all] = [share(unknown.share), userShare(unknown.activeShare)];
  const nobody = { name: chart.seatUnknown, share: own, change: null, max: own, userShare: all };
  return [
    alt.laws(figures.activeUsers !== null),
    ...laws,
    ...(unknown.servers > 0 ? [alt.hoster(nobody)] : []),
    ...(figures.activeUsers === null
      ? []
      : [alt.users(figures.activeUsers, counted(report.countedUsers, numbers))]),
  ];
}

function latitudeSentences(
  { latitudes }: Report,
  figures: ReportFigures,
  { alt }: ReportPhrases,
): readonly string[] {
  const { numbers, share, userShare, coverage } = figures;
  const { bands, located, northernmost, southernmost } = latitudes;
  const said = [alt.located(numbers.count(located.servers), coverage.answered)];
  said.push(
    ...bands
      .filter(({ servers }) => servers > 0)
      .toReversed()
      .map((band) => alt.band(bandOf(band), share(band.share), userShare(band.activeShare))),
  );
  if (northernmost !== null && southernmost !== null) {
    const extreme = ({ domain, city, country, lat }: typeof northernmost): Extreme => ({
      domain,
      city: defang(city),
      country: country === null ? null : numbers.country(country),
      degrees: numbers.degrees(Math.abs(lat)),
      south: lat < 0,
    });
    said.push(alt.extremes(extreme(northernmost), extreme(southernmost)));
  }
  return said;
}
