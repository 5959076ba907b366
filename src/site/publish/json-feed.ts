import type { SiteFile } from '../data/site-file.ts';
import { reportPath } from '../frame/links.ts';
import { NETWORK_NAMES, weekName } from '../frame/phrases.ts';
import { coverage, headline } from '../sections/headline.ts';
import { type FeedEntry, feedIds } from './feed.ts';

/** The weekly reports as a JSON Feed (version 1.1), newest first: the same entries as in the Atom feed. */
export function jsonFeed(entries: readonly FeedEntry[], publicUrl: string | null): SiteFile {
  const ids = feedIds(publicUrl);
  const items = entries.flatMap(({ week, reports }) => {
    const [main] = reports;
    if (main === undefined) return [];
    return [
      {
        id: ids.ofWeek(week),
        ...(publicUrl === null ? {} : { url: `${publicUrl}/${reportPath(week)}` }),
        title: `${headline(main)} (${weekName(week)})`,
        summary: coverage(main),
        content_text: reports
          .map((report) => `${NETWORK_NAMES[report.network]}: ${headline(report)}. ${coverage(report)}`)
          .join('\n\n'),
        date_published: main.finishedAt,
      },
    ];
  });
  const document = {
    version: 'https://jsonfeed.org/version/1.1',
    title: 'whohosts: who hosts the fediverse',
    ...(publicUrl === null ? {} : { home_page_url: `${publicUrl}/`, feed_url: `${publicUrl}/feed.json` }),
    language: 'en',
    authors: [{ name: 'whohosts' }],
    items,
  };
  return { path: 'feed.json', content: `${JSON.stringify(document, null, 1)}\n` };
}
