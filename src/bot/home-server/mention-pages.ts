import type { Outcome } from './home-server.ts';

/** The position of a page: right after `minId`, or right before `maxId` and after `sinceId`. */
export interface PagePlace {
  readonly minId?: string;
  readonly maxId?: string;
  readonly sinceId?: string;
}

/** The fields of a notification that paging needs; `createdAt` is ISO 8601. */
interface PageEntry {
  readonly id: string;
  readonly createdAt: string;
}

/**
 * Most pages in each direction per poll: 10,000 entries at 40 a page. A bound for servers whose pages never
 * end.
 */
const MOST_MENTION_PAGES = 250;

/**
 * Ids are opaque, yet of one length and rising with time in each software (decimal, ULID, microseconds,
 * UUIDv7).
 */
export function compareIds(one: string, other: string): number {
  if (one.length !== other.length) return one.length - other.length;
  return one < other ? -1 : one > other ? 1 : 0;
}

/**
 * Collects all notifications after a cursor, oldest first, from servers that differ in the meaning of
 * `min_id`. First it pages forward from the cursor, as in Mastodon. Then it pages backward from the oldest
 * one found, for servers that send the newest page instead. It stops at an empty page, at the cursor, at
 * `notBefore`, and at a page without new entries, which servers send that ignore both parameters. A page
 * without a mention is not the end, because a server may ignore the filter by type.
 */
export async function collectNotifications<Notification extends PageEntry>(
  fetchPage: (place: PagePlace) => Promise<Outcome<readonly Notification[]>>,
  cursor: string | null,
  notBefore: string,
): Promise<Outcome<readonly Notification[]>> {
  const found = new Map<string, Notification>();

  async function walk(next: () => PagePlace): Promise<Outcome<readonly Notification[]> | null> {
    for (let pages = 0; pages < MOST_MENTION_PAGES; pages++) {
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
    // Servers that support `since_id` then send no known entries again, which saves work on both sides.
    const since = cursor === null ? {} : { sinceId: cursor };
    const backward = await walk(() => ({ maxId: ids()[0] ?? '', ...since }));
    if (backward) return backward;
  }
  return { ok: true, value: [...found.values()].sort((one, other) => compareIds(one.id, other.id)) };
}
