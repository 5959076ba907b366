import sharp from 'sharp';
import {
  chartConfiguration,
  FEWEST_WEEKS_FOR_YEAR_CHART,
  pickChart,
} from '../../report/chart/configuration.ts';
import { CHART_SIZE } from '../../report/chart/frame.ts';
import { shrinkPng } from '../../report/chart/palette.ts';
import { CHART_KINDS, type ChartKind } from '../../report/language/language.ts';
import { REPORT_PHRASES } from '../../report/language/languages.ts';
import { writeAltText } from '../../report/post/alt-text.ts';
import type { DrawChart } from '../../report/post/compose.ts';
import type { Report } from '../../report/report-shape.ts';
import { MASTODON_LIMITS } from '../../text/mastodon-length.ts';
import type { SiteFile } from '../data/site-file.ts';
import type { ChartPicture } from '../frame/site.ts';

/** The kinds of charts that a report has figures for, the week's own first. */
export function chartKinds(report: Report): readonly ChartKind[] {
  const first = pickChart(report);
  const possible: Readonly<Record<ChartKind, boolean>> = {
    bars: report.answered > 0,
    law: report.jurisdictions.regions.some(({ min }) => min > 0),
    year: report.trend.weeks.length >= FEWEST_WEEKS_FOR_YEAR_CHART,
    users: report.activeUsers > 0,
    latitude: report.latitudes.located.servers > 0,
  };
  return [first, ...CHART_KINDS.filter((kind) => kind !== first && possible[kind])];
}

/**
 * A chart as PNG and as WebP, which is smaller and which all browsers of this decade read, with its words.
 */
export async function drawPicture(report: Report, kind: ChartKind, draw: DrawChart): Promise<ChartPicture> {
  const language = REPORT_PHRASES.en;
  const configuration = chartConfiguration(report, language, kind);
  const png = await shrinkPng(await draw(configuration));
  return {
    kind,
    alt: writeAltText(report, { language, limit: MASTODON_LIMITS.maxAltText, kind }),
    ...CHART_SIZE,
    png,
    webp: await sharp(png).webp({ lossless: true }).toBuffer(),
    configuration: JSON.stringify(configuration),
  };
}

/** What {@link chartFiles} writes. */
export function chartPaths(stem: string): readonly string[] {
  return ['png', 'webp', 'json', 'txt'].map((extension) => `${stem}.${extension}`);
}

/** @param stem such as `networks/xmpp/chart-bars` */
export function chartFiles(
  stem: string,
  { png, webp, configuration, alt }: ChartPicture,
): readonly SiteFile[] {
  const contents = [png, webp, configuration, alt];
  return chartPaths(stem).map((path, index) => ({ path, content: contents[index] ?? '' }));
}
