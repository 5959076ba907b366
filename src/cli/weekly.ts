import { chartDrawer, openOptOuts } from '../app.ts';
import type { Attributor } from '../attribution/attributor.ts';
import type { Limits } from '../bot/home-server.ts';
import type { Weekly } from '../bot/weekly.ts';
import type { Config } from '../config.ts';
import { composePost } from '../report/compose.ts';
import { LANGUAGES } from '../report/language/languages.ts';
import { latestReport } from '../report/latest.ts';
import { writeMovers } from '../report/movers-toot.ts';
import { isoWeek } from '../report/week.ts';
import { isCutShort } from '../statistics/margin.ts';
import type { Store } from '../store/store.ts';

/** A weekly post, or the reason why there is none to be made now. */
export type PreparedWeekly =
  | { readonly ok: true; readonly weekly: Weekly }
  | { readonly ok: false; readonly problem: string };

export interface WeeklyOptions {
  readonly config: Config;
  readonly store: Store;
  readonly attributor: Attributor;
  readonly limits: Limits;
  readonly say: (line: string) => void;
  readonly now: Date;
}

const DAY = 24 * 60 * 60 * 1000;
/** A scan that is older is no news: something is wrong with the scans, and that is for the operator. */
const OLDEST_DAYS = 8;

/** Makes the weekly post from the last complete scan of the fediverse. Posts are counted by the week in which they are made. */
export async function prepareWeekly(options: WeeklyOptions): Promise<PreparedWeekly> {
  const { config, store, attributor, limits, say, now } = options;
  const report = latestReport(store, 'fediverse', attributor.sources, openOptOuts().has);
  if (report === null) return { ok: false, problem: 'no scan of the fediverse is complete; run one first' };
  const age = Math.floor((now.getTime() - Date.parse(report.finishedAt)) / DAY);
  if (age >= OLDEST_DAYS) {
    return { ok: false, problem: `the last complete scan is ${age} days old; run a new one first` };
  }
  if (report.answered === 0) {
    return {
      ok: false,
      problem: `scan ${report.scanId} found no server that answers; check DNS and run a new one`,
    };
  }
  if (isCutShort(report)) {
    return {
      ok: false,
      problem: `scan ${report.scanId} looked at the first ${report.sampled} of ${report.population} servers only; run one without --limit first`,
    };
  }
  const language = LANGUAGES[config.language];
  const post = await composePost(report, {
    language,
    limits: {
      characters: limits.maxCharacters,
      charactersPerUrl: limits.charactersPerUrl,
      altText: limits.maxAltText,
    },
    pageUrl: config.publicUrl === null ? null : `${config.publicUrl}/`,
    draw: chartDrawer(config, say),
  });
  const week = isoWeek(now.toISOString());
  const weekly = {
    week,
    scanId: report.scanId,
    text: post.toot,
    language: language.code,
    alt: post.altText,
    png: post.chart,
    second: writeMovers(report, {
      language,
      limit: limits.maxCharacters,
      charactersPerUrl: limits.charactersPerUrl,
    }),
  };
  return { ok: true, weekly };
}
