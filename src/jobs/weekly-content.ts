import type { Attributor } from '../attribution/attributor.ts';
import type { HomeServerLimits } from '../bot/home-server/home-server.ts';
import type { Weekly } from '../bot/outbox/weekly.ts';
import type { Config } from '../config.ts';
import { softwareOfPart } from '../model/scan-part.ts';
import { isoWeek, systemTimeZone } from '../model/week.ts';
import { REPORT_PHRASES } from '../report/language/languages.ts';
import { latestReport } from '../report/latest.ts';
import { composePost } from '../report/post/compose.ts';
import { writeMovers } from '../report/post/movers-toot.ts';
import { isCutShort } from '../statistics/margin.ts';
import type { Store } from '../store/store.ts';
import { chartDrawer, openOptOuts } from './app.ts';

/** A weekly post, or the reason why none can be made now. */
export type PreparedWeekly =
  | { readonly ok: true; readonly weekly: Weekly }
  | { readonly ok: false; readonly problem: string };

export interface WeeklyOptions {
  readonly config: Config;
  readonly store: Store;
  readonly attributor: Pick<Attributor, 'sources'>;
  readonly limits: HomeServerLimits;
  readonly say: (line: string) => void;
  readonly now: Date;
}

const DAY = 24 * 60 * 60 * 1000;
/** An older scan is not news. It means that scans fail, which is for the operator to solve. */
const OLDEST_DAYS = 8;

/**
 * Makes the weekly post from the last complete scan of the fediverse. Its week is the one in which it is
 * made.
 */
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
  const software = softwareOfPart(report.source);
  if (software !== null) {
    return {
      ok: false,
      problem: `scan ${report.scanId} saw only servers that run ${software}, and the post tells of all; run one without --software first`,
    };
  }
  const language = REPORT_PHRASES[config.language];
  const post = await composePost(report, {
    language,
    limits,
    pageUrl: config.publicUrl === null ? null : `${config.publicUrl}/`,
    hashtags: config.postHashtags,
    draw: chartDrawer(config, say),
  });
  const week = isoWeek(now.toISOString(), config.timeZone ?? systemTimeZone());
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
