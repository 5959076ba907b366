import { writeAltText } from './alt-text.ts';
import { chartConfiguration } from './chart-configuration.ts';
import { pictureLanguage } from './chart-fonts.ts';
import type { ReportChart } from './chart-frame.ts';
import type { ReportFiles } from './files.ts';
import type { Language } from './language/language.ts';
import { shrinkPng } from './palette.ts';
import type { Report } from './report-shape.ts';
import { writeToot } from './toot.ts';

/** Draws a chart as PNG, wherever that happens. */
export type DrawChart = (configuration: ReportChart) => Promise<Uint8Array>;

/** What the home server allows; Mastodon's own numbers where it does not say. */
export interface PostLimits {
  readonly characters: number;
  readonly charactersPerUrl: number;
  readonly altText: number;
}

export const MASTODON_LIMITS: PostLimits = { characters: 500, charactersPerUrl: 23, altText: 1500 };

export interface ComposeOptions {
  readonly language: Language;
  readonly limits: PostLimits;
  readonly pageUrl: string | null;
  readonly draw: DrawChart;
}

/** Makes of a report all that a weekly post needs: text, picture, and the picture's description. */
export async function composePost(
  report: Report,
  { language, limits, pageUrl, draw }: ComposeOptions,
): Promise<ReportFiles> {
  return {
    report,
    toot: writeToot(report, {
      language,
      limit: limits.characters,
      charactersPerUrl: limits.charactersPerUrl,
      pageUrl,
    }),
    altText: writeAltText(report, { language, limit: limits.altText }),
    chart: await shrinkPng(await draw(chartConfiguration(report, pictureLanguage(language)))),
  };
}
