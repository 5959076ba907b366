import type { OutboxEntry, OutboxRow } from '../store/outbox.ts';
import type { Store } from '../store/store.ts';
import type { HomeServer } from './home-server.ts';
import { readWeekly, type SecondPayload, type WeeklyPayload } from './outbox-payload.ts';

/** The weekly summary, ready to post. */
export interface Weekly {
  /** ISO 8601 week in which it is posted, such as `2026-W47`. */
  readonly week: string;
  /** The scan that it tells of. */
  readonly scanId: number;
  readonly text: string;
  /** ISO 639-1. */
  readonly language: string;
  readonly alt: string;
  readonly png: Uint8Array | null;
  /** Text of a second post, which answers the first; null for none. */
  readonly second: string | null;
}

export interface PublishOptions {
  readonly homeServer: Pick<HomeServer, 'origin'>;
  readonly store: Pick<Store, 'outbox' | 'settings' | 'together'>;
  readonly now: Date;
}

/**
 * Puts the weekly post into the outbox and gives its key there. Null if this week has its post, or this scan has been told
 * of: so a week has one post at most, and no scan is told twice.
 */
export function publishWeekly(weekly: Weekly, { homeServer, store, now }: PublishOptions): string | null {
  const told = `told ${homeServer.origin}`;
  if (store.settings.get(told) === String(weekly.scanId)) return null;
  const { text, language, alt, png, second } = weekly;
  const payload: WeeklyPayload = {
    text,
    language,
    alt,
    png: png === null ? null : Buffer.from(png).toString('base64'),
    second,
  };
  const key = weeklyKey(homeServer, weekly.week);
  // Were one there without the other, the scan could be told again in the next week.
  return store.together(() => {
    if (store.outbox.enqueue({ key, kind: 'weekly', payload }, now) === 'exists') return null;
    store.settings.set(told, String(weekly.scanId));
    return key;
  });
}

/** The key of a week's post in the outbox. A preview does not count as posted. */
export function weeklyKey(homeServer: Pick<HomeServer, 'origin'>, week: string): string {
  return URL.canParse(homeServer.origin) ? `weekly-${week}` : `${homeServer.origin}-weekly-${week}`;
}

/** The key of the second post of the thread that begins with this one. */
export function secondKey(key: string): string {
  return `${key}-second`;
}

/**
 * The second post of a thread, once the first is there as `statusId`; null where the row has none. It enters the outbox
 * before the first counts as sent, so that a crash between the two is made up for when the first is found again.
 */
export function secondOf({ key, kind, payload }: OutboxRow, statusId: string): OutboxEntry | null {
  const weekly = readWeekly(payload);
  if (weekly === null || weekly.second === null) return null;
  const second: SecondPayload = { text: weekly.second, language: weekly.language, inReplyToId: statusId };
  return { key: secondKey(key), kind, payload: second };
}
