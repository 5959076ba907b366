import type { Numbers } from '../../text/numbers.ts';
import type { ReportPhrases } from '../language/language.ts';

/** Scans of two weeks are seldom seven days apart to the day. */
const WEEK_DAYS = { least: 5, most: 9 };
const DAY = 24 * 60 * 60 * 1000;

interface FinishedScan {
  /** ISO 8601 */
  readonly finishedAt: string;
}

/**
 * The time from one scan to another as people say it: since last week, or since a day, with its year where
 * that is another.
 */
export function sinceBefore(
  before: FinishedScan,
  now: FinishedScan,
  language: Pick<ReportPhrases, 'since' | 'sinceScan'>,
  numbers: Numbers,
): string {
  const days = (Date.parse(now.finishedAt) - Date.parse(before.finishedAt)) / DAY;
  if (days >= WEEK_DAYS.least && days <= WEEK_DAYS.most) return language.since(null);
  if (before.finishedAt.slice(0, 10) === now.finishedAt.slice(0, 10)) return language.sinceScan;
  const sameYear = before.finishedAt.slice(0, 4) === now.finishedAt.slice(0, 4);
  return language.since(sameYear ? numbers.day(before.finishedAt) : numbers.date(before.finishedAt));
}
