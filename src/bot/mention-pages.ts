import type { Outcome } from './home-server.ts';

/** Where a page lies: right after `minId`, or right before `maxId`. */
export interface PagePlace {
  readonly minId?: string;
  readonly maxId?: string;
}

/** What paging needs of a notification; `createdAt` in ISO 8601. */
interface Entry {
  readonly id: string;
  readonly createdAt: string;
}

/** The most pages in either direction at one poll, 10,000 entries at 40 a page: an end for servers that have none. */
const MOST_PAGES = 250;

/** Ids are opaque, yet of one length and rising with time in each software (decimal, ULID, microseconds, UUIDv7). */
export function compareIds(one: string, other: string): number {
  if (one.length !== other.length) return one.length - other.length;
  return one < other ? -1 : one > other ? 1 : 0;
}

/**
 * Collects all notifications after a cursor, oldest first, whatever a server makes of `min_id`. Forward from the cursor as
 * Mastodon pages; then backward from the oldest that was found, for servers that give the newest page instead. A server
 * that ignores both gives the same page again, which ends it: so does an empty page, the cursor itself, and `notBefore`.
 * A server may ignore the filter by type, so a page without a mention is no end.
 */
export async function collectNotifications<Notification extends Entry>(
  fetchPage: (place: PagePlace) => Promise<Outcome<readonly Notification[]>>,
  cursor: string | null,
  notBefore: string,
): Promise<Outcome<readonly Notification[]>> {
  const found = new Map<string, Notification>();

  async function walk(next: () => PagePlace): Promise<Outcome<readonly Notification[]> | null> {
    for (let pages = 0; pages < MOST_PAGES; pages++) {
      const page = await fetchPage(next());
      if (!page.ok) return page;
      const fresh = page.value.filter(({ id }) => id !== cursor && !found.has(id));
      for (const notification of fresh) found.set(notification.id, notification);
      if (fresh.length === 0 || reachedEnd(page.value)) return null;
    }
    return null;
  }

  function reachedEnd(page: readonly Notification[]): boolean {
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
