import { defang } from '../../text/defang.ts';
import { type LengthRules, mastodonLength } from '../../text/mastodon-length.ts';
import { createReportFigures, type ReportFigures } from '../headline/figures.ts';
import { counted } from '../headline/headline.ts';
import type { ReportPhrases } from '../language/language.ts';
import type { Report } from '../report-shape.ts';
import { sinceBefore } from './comparison-date.ts';

export interface TootOptions extends LengthRules {
  readonly language: ReportPhrases;
  /** `max_characters` of the home server, as {@link mastodonLength} counts; 500 on Mastodon. */
  readonly limit: number;
  /** Where the full results are; null for no link. */
  readonly pageUrl: string | null;
  /** The operator's own hashtags, each with its sign; the post stays within its length without them. */
  readonly hashtags?: readonly string[];
}

/** How many hosters and which notes to tell; each next one is shorter. */
interface Detail {
  readonly hosters: number;
  /** How many of the control group's hosters. */
  readonly control: number;
  readonly moved: boolean;
  readonly changes: boolean;
  /** Where little happened, to say so behind the finding. */
  readonly calm: boolean;
  /** The lines below the first in which shares say what they are of: both, those of users, or neither. */
  readonly words: 'both' | 'users' | 'none';
}

/** What the reader misses least goes first: the five largest stay as long as they can. */
const DETAILS: readonly Detail[] = [
  { hosters: 5, control: 3, moved: true, changes: true, calm: true, words: 'both' },
  { hosters: 5, control: 3, moved: true, changes: true, calm: true, words: 'users' },
  ...(['users', 'none'] as const).flatMap((words) =>
    [3, 2, 1].map((control) => ({
      ...{ hosters: 5, control, moved: false, changes: true, calm: true },
      words,
    })),
  ),
  // That little happened goes before the control group does.
  ...[3, 2, 1].map((control) => ({
    ...{ hosters: 5, control, moved: false, changes: true, calm: false },
    words: 'none' as const,
  })),
  ...[5, 4, 3, 2, 1, 0].flatMap((hosters) =>
    [true, false].map((changes) => ({
      ...{ hosters, control: 0, moved: false, changes, calm: false },
      words: 'none' as const,
    })),
  ),
];

/** How many of the details, the longest first, have the hashtags below them: those with all five hosters. */
const DETAILS_WITH_HASHTAGS = DETAILS.filter(({ hosters }) => hosters === 5).length;

/**
 * The weekly post: the finding, the largest hosters with their change and their share of users, what CDNs
 * hide, of what these are shares and when, and the control group. Where the limit is too low for all of it,
 * words that stand in the first line, notes and then hosters at the end go first; what a share is of is never
 * left out while the share stays. Names from outside do not mention, tag or link anything. Empty
 * where the limit is below one sentence, which no server's is.
 */
export function writeToot(report: Report, options: TootOptions): string {
  const figures = createReportFigures(report, options.language);
  const link = options.pageUrl === null ? [] : [options.pageUrl];
  const { hashtags = [] } = options;
  // Hashtags go before the last hoster does, but stay as long as the five largest do.
  for (const [index, detail] of DETAILS.entries()) {
    const tags = hashtags.length > 0 && index < DETAILS_WITH_HASHTAGS ? [hashtags.join(' ')] : [];
    const text = [...paragraphs(report, figures, options.language, detail), ...link, ...tags].join('\n\n');
    if (mastodonLength(text, options) <= options.limit) return text;
  }
  const bare = beginning(report, { ...figures, quiet: false }, options.language, false);
  return mastodonLength(bare, options) <= options.limit ? bare : '';
}

function paragraphs(
  report: Report,
  figures: ReportFigures,
  language: ReportPhrases,
  detail: Detail,
): readonly string[] {
  const lines = report.answered === 0 ? [] : shareLines(report, figures, language, detail);
  const notes = [language.coverage(figures.coverage, lines.length === 0 ? null : figures.activeUsers)];
  notes.push(...control(report, figures, language, detail.control));
  const moved = report.movers.filter((mover) => mover.change === 'hoster').length;
  if (detail.moved && moved > 0) notes.push(language.toot.moved(counted(moved, figures.numbers)));
  const start = beginning(report, { ...figures, quiet: figures.quiet && detail.calm }, language, true);
  return [start, lines.join('\n'), notes.join('\n')].filter((text) => text !== '');
}

/**
 * The largest hosters, then what CDNs hide. The first line says in words what its shares are of, the first
 * change since when.
 */
function shareLines(
  report: Report,
  figures: ReportFigures,
  { toot, ...language }: ReportPhrases,
  { hosters, changes, words }: Detail,
): readonly string[] {
  const lines = [...figures.hosters(hosters)];
  if (report.hidden.servers > 0) lines.push({ ...figures.hidden, name: toot.hidden });
  const firstChange = lines.findIndex(({ change }) => change !== null);
  return lines.map(({ name, share, change, userShare }, index) => {
    const inWords = index === 0 || words === 'both';
    const since =
      index === firstChange && report.previous !== null
        ? sinceBefore(report.previous, report, language, figures.numbers)
        : null;
    const changed = change === null || !changes ? '' : toot.change(change, since);
    const users =
      userShare === null ? null : inWords || words === 'users' ? toot.ofUsers(userShare) : userShare;
    return toot.line(name, `${inWords ? toot.ofServers(share) : share}${changed}`, users);
  });
}

/** The ordinary websites that are measured beside, unless the report is about them. */
function control(
  report: Report,
  { numbers }: ReportFigures,
  { toot }: ReportPhrases,
  most: number,
): string[] {
  const web = report.comparison.find(({ network }) => network === 'web');
  if (web === undefined || report.network === 'web' || web.answered === 0 || most === 0) return [];
  const share = (fraction: number) => numbers.share(fraction, 0);
  const parts = web.top
    .slice(0, most)
    .map(({ name, id, share: own }) => toot.part(defang(name) || id, share(own)));
  if (web.hidden.servers > 0) parts.push(toot.hiddenPart(share(web.hidden.share)));
  return parts.length === 0 ? [] : [toot.control(parts, counted(web.answered, numbers))];
}

/** @param answered whether the number of servers that answered follows below */
function beginning(
  report: Report,
  { headed, quiet, coverage }: ReportFigures,
  language: ReportPhrases,
  answered: boolean,
): string {
  if (headed === null) {
    return report.answered === 0
      ? language.nothingAnswered(report.network, coverage.sampled)
      : language.nobodyNamed(report.network, coverage.answered);
  }
  const { headline, basis } = headed;
  const finding = language.finding(
    headline,
    report.network,
    answered && basis.of === 'answered' ? null : basis,
  );
  if (!quiet) return finding;
  const calm = language.quiet(coverage.margin !== null);
  // The finding leads, because "little changed" is not news.
  return calm.endsWith('。') ? `${finding}${calm}` : `${finding} ${calm}`;
}
