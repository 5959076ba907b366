import type { Mention, Outcome } from './home-server.ts';

/** Where a page lies: right after `minId`, or right before `maxId`. */
export interface PagePlace {
  readonly minId?: string;
  readonly maxId?: string;
}

/** Fetches one page of notifications: its mentions, and whether it held anything at all. */
export type FetchPage = (place: PagePlace) => Promise<Outcome<readonly Mention[]>>;

/** The most pages in either direction at one poll, 10,000 mentions at 40 a page: an end for servers that have none. */
const MOST_PAGES = 250;

/** Ids are opaque, yet of one length and rising with time in each software (decimal, ULID, microseconds, UUIDv7). */
export function compareIds(one: string, other: string): number {
  if (one.length !== other.length) return one.length - other.length;
  return one < other ? -1 : one > other ? 1 : 0;
}

/**
 * Collects all mentions after a cursor, oldest first, whatever a server makes of `min_id`. Forward from the cursor as
 * Mastodon pages; then backward from the oldest that was found, for servers that give the newest page instead. A server
 * that ignores both gives the same page again, which ends it: so does an empty page, the cursor itself, and `notBefore`.
 */
export async function collectMentions(
  fetchPage: FetchPage,
  cursor: string | null,
  notBefore: string,
): Promise<Outcome<readonly Mention[]>> {
  const found = new Map<string, Mention>();

  async function walk(next: () => PagePlace): Promise<Outcome<readonly Mention[]> | null> {
    for (let pages = 0; pages < MOST_PAGES; pages++) {
      const page = await fetchPage(next());
      if (!page.ok) return page;
      const fresh = page.value.filter((mention) => mention.id !== cursor && !found.has(mention.id));
      for (const mention of fresh) found.set(mention.id, mention);
      if (fresh.length === 0 || reachedEnd(page.value)) return null;
    }
    return null;
  }

  function reachedEnd(page: readonly Mention[]): boolean {
    return page.some(({ id, createdAt }) => id === cursor || Date.parse(createdAt) < Date.parse(notBefore));
  }

  function ids(): readonly string[] {
    return [...found.keys()].sort(compareIds);
  }

  const forward = await walk(() => {
    const minId = ids().at(-1) ?? cursor;
    return minId === null ? {} : { minId };
  });
  if (forward) return forward;
  if (found.size > 0) {
    const backward = await walk(() => ({ maxId: ids()[0] ?? '' }));
    if (backward) return backward;
  }
  return { ok: true, value: [...found.values()].sort((one, other) => compareIds(one.id, other.id)) };
}
