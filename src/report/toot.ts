import { createFigures, type Figures } from './figures.ts';
import type { Language } from './language/language.ts';
import { type LengthRules, mastodonLength } from './mastodon-length.ts';
import type { Report } from './report-shape.ts';

export interface TootOptions extends LengthRules {
  readonly language: Language;
  /** `max_characters` of the home server, as {@link mastodonLength} counts; 500 on Mastodon. */
  readonly limit: number;
  /** Where the full results are; null for no link. */
  readonly pageUrl: string | null;
}

/** How many hosters and which notes to tell; each next one is shorter. */
interface Detail {
  readonly hosters: number;
  readonly moved: boolean;
  readonly changes: boolean;
}

const DETAILS: readonly Detail[] = [5, 4, 3, 2, 1, 0].flatMap((hosters) => [
  { hosters, moved: true, changes: true },
  { hosters, moved: false, changes: true },
  { hosters, moved: false, changes: false },
]);

/**
 * The weekly post: the finding, the largest hosters by servers with their change and their share of users, what CDNs hide,
 * then what was asked of whom and when. Where the limit is too low for all of it, hosters at the end go first; what a share
 * is of is never left out while the share stays. Names from outside mention nobody, tag nothing and link nowhere. Empty
 * where the limit is below one sentence, which no server's is.
 */
export function writeToot(report: Report, options: TootOptions): string {
  const figures = createFigures(report, options.language);
  const link = options.pageUrl === null ? [] : [options.pageUrl];
  for (const detail of DETAILS) {
    const text = [...paragraphs(report, figures, options.language, detail), ...link].join('\n\n');
    if (mastodonLength(text, options) <= options.limit) return text;
  }
  const bare = headline(report, figures, options.language);
  return mastodonLength(bare, options) <= options.limit ? bare : '';
}

function paragraphs(report: Report, figures: Figures, language: Language, detail: Detail): readonly string[] {
  const { toot } = language;
  if (report.answered === 0) {
    return [headline(report, figures, language), toot.coverage(figures.coverage)];
  }

  const lines = figures
    .hosters(detail.hosters)
    .map((line) => toot.hoster(detail.changes ? line : { ...line, change: null }));
  if (report.hidden.servers > 0) lines.push(toot.hidden(figures.hidden));

  const notes: string[] = [];
  if (figures.activeUsers !== null && lines.length > 0) {
    notes.push(
      toot.users(figures.activeUsers, report.countedUsers, figures.numbers.count(report.countedUsers)),
    );
  }
  if (report.previous !== null && detail.changes && detail.hosters > 0) {
    const since = figures.numbers.date(report.previous.finishedAt);
    const changed = figures.hosters(detail.hosters).some((line) => line.change !== null);
    const moved = report.movers.filter((mover) => mover.change === 'hoster').length;
    const tail = detail.moved && moved > 0 ? ` ${toot.moved(moved, figures.numbers.count(moved))}` : '';
    notes.push(`${changed ? toot.changes(since) : toot.noChange(since)}${tail}`);
  }
  notes.push(toot.coverage(figures.coverage));
  return [headline(report, figures, language), lines.join('\n'), notes.join('\n')].filter(
    (text) => text !== '',
  );
}

function headline(report: Report, figures: Figures, language: Language): string {
  if (figures.finding !== null) return language.finding(figures.finding);
  return report.answered === 0
    ? language.nothingAnswered(report.network, figures.coverage.sampled)
    : language.nobodyNamed(report.network, figures.coverage.answered);
}
