import { defang } from '../../text/defang.ts';
import { mastodonLength } from '../../text/mastodon-length.ts';
import { createNumbers } from '../../text/numbers.ts';
import { namedFlows } from '../headline/flows.ts';
import { counted } from '../headline/headline.ts';
import type { Report } from '../report-shape.ts';
import { sinceBefore } from './comparison-date.ts';
import type { TootOptions } from './toot.ts';

/** Maximum number of flows in the post. */
const LARGEST = 8;

/**
 * The second post of the thread: how many servers changed host or CDN since the previous scan, and the
 * largest net flows. Null if no server moved, where no flow is between two companies that are known to host,
 * or where the limit is too low.
 */
export function writeMovers(report: Report, options: Omit<TootOptions, 'pageUrl'>): string | null {
  const { movers } = options.language;
  const numbers = createNumbers(options.language.locale);
  const moved = report.movers.filter(({ change }) => change === 'hoster').length;
  if (report.previous === null || moved === 0) return null;
  const intro = movers.intro(
    counted(moved, numbers),
    numbers.count(report.answered),
    sinceBefore(report.previous, report, options.language, numbers),
  );
  const flows = namedFlows(report).map(({ from, to, net }) =>
    movers.flow(defang(from) || '?', defang(to) || '?', counted(net, numbers)),
  );
  for (let count = Math.min(LARGEST, flows.length); count > 0; count -= 1) {
    const text = `${intro}\n\n${flows.slice(0, count).join('\n')}`;
    if (mastodonLength(text, options) <= options.limit) return text;
  }
  return null;
}
