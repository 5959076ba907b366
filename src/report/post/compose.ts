import type { PostLimits } from '../../text/mastodon-length.ts';
import { chartConfiguration } from '../chart/configuration.ts';
import { pictureLanguage } from '../chart/fonts.ts';
import type { ReportChart } from '../chart/frame.ts';
import { shrinkPng } from '../chart/palette.ts';
import type { ReportPhrases } from '../language/language.ts';
import type { Report } from '../report-shape.ts';
import { writeAltText } from './alt-text.ts';
import type { ReportFiles } from './files.ts';
import { writeToot } from './toot.ts';

/** Draws a chart as PNG, wherever that happens. */
export type DrawChart = (configuration: ReportChart) => Promise<Uint8Array>;

export interface ComposeOptions {
  readonly language: ReportPhrases;
  readonly limits: PostLimits;
  readonly pageUrl: string | null;
  readonly hashtags?: readonly string[];
  readonly draw: DrawChart;
}

/** Makes of a report all that a weekly post needs: text, picture, and the picture's description. */
export async function composePost(
  report: Report,
  { language, limits, pageUrl, hashtags = [], draw }: ComposeOptions,
): Promise<ReportFiles> {
  return {
    report,
    toot: writeToot(report, {
      language,
      limit: limits.maxCharacters,
      charactersPerUrl: limits.charactersPerUrl,
      pageUrl,
      hashtags,
    }),
    altText: writeAltText(report, { language, limit: limits.maxAltText }),
    chart: await shrinkPng(await draw(chartConfiguration(report, pictureLanguage(language)))),
  };
}
