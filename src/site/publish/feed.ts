import type { ArchivedReport } from '../data/past-report.ts';
import type { SiteFile } from '../data/site-file.ts';
import { html } from '../frame/html.ts';
import { reportPath } from '../frame/links.ts';
import { NETWORK_NAMES, weekName } from '../frame/phrases.ts';
import { coverage, headline } from '../sections/headline.ts';

export interface FeedEntry {
  readonly week: string;
  readonly reports: readonly ArchivedReport[];
}

/** Tag URIs (RFC 4151): they stay when the site moves to another folder. */
export function feedIds(publicUrl: string | null) {
  const host = publicUrl === null ? 'whohosts.invalid' : new URL(publicUrl).host;
  const feed = `tag:${host},2026:whohosts`;
  return { feed, ofWeek: (week: string) => `${feed}/${week}` };
}

/**
 * The weekly reports as an Atom feed (RFC 4287), newest first. Its ids are tag URIs (RFC 4151) where nobody
 * has said where the site is seen; its links are relative to the feed then.
 */
export function feed(entries: readonly FeedEntry[], publicUrl: string | null): SiteFile {
  const ids = feedIds(publicUrl);
  const address = (path: string) => (publicUrl === null ? path : `${publicUrl}/${path}`);
  const updated = entries[0]?.reports[0]?.finishedAt ?? '1970-01-01T00:00:00Z';
  const content = html`<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">
<title>whohosts: who hosts the fediverse</title>
<id>${ids.feed}</id>
<link rel="self" type="application/atom+xml" href="${address('feed.atom')}"/>
<link rel="alternate" type="text/html" href="${address('')}"/>
<updated>${updated}</updated>
<author><name>whohosts</name></author>
<rights>CC BY 4.0</rights>
${entries.map(({ week, reports }) => {
  const [main] = reports;
  return (
    main !== undefined &&
    html`<entry>
<title>${headline(main)} (${weekName(week)})</title>
<id>${ids.ofWeek(week)}</id>
<link rel="alternate" type="text/html" href="${address(reportPath(week))}"/>
<updated>${main.finishedAt}</updated>
<summary>${coverage(main)}</summary>
<content type="html">${html`${reports.map((report) => html`<p><strong>${NETWORK_NAMES[report.network]}:</strong> ${headline(report)}. ${coverage(report)}</p>`)}`.markup}</content>
</entry>
`
  );
})}</feed>
`;
  return { path: 'feed.atom', content: content.markup };
}
