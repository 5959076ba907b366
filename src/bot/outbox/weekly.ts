import type { OutboxEntry, OutboxRow } from '../../store/outbox.ts';
import type { Store } from '../../store/store.ts';
import type { HomeServer } from '../home-server/home-server.ts';
import { readWeeklyPayload, type SecondPayload, type WeeklyPayload } from './payload.ts';

/** The weekly summary, ready to post. */
export interface Weekly {
  /** ISO 8601 week in which it is posted, such as `2026-W47`. */
  readonly week: string;
  /** The scan that the post is about. */
  readonly scanId: number;
  readonly text: string;
  /** ISO 639-1. */
  readonly language: string;
  readonly alt: string;
  readonly png: Uint8Array | null;
  /** Text of a second post that replies to the first; null for none. */
  readonly second: string | null;
}

export interface PublishOptions {
  readonly homeServer: Pick<HomeServer, 'origin'>;
  readonly store: Pick<Store, 'outbox' | 'settings' | 'together'>;
  readonly now: Date;
}

/**
 * Adds the weekly post to the outbox and returns its key. Null if this week already has a post, or this scan
 * was already posted. So a week has at most one post, and no scan is posted twice.
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
  // With only one of the two stored, the scan could be posted again in the next week.
  return store.together(() => {
    if (store.outbox.enqueue({ key, kind: 'weekly', payload }, now) === 'exists') return null;
    store.settings.set(told, String(weekly.scanId));
    return key;
  });
}

/** The outbox key of a week's post. A preview does not count as posted. */
export function weeklyKey(homeServer: Pick<HomeServer, 'origin'>, week: string): string {
  return URL.canParse(homeServer.origin) ? `weekly-${week}` : `${homeServer.origin}-weekly-${week}`;
}

/** The outbox key of the second post of a thread; `key` is that of the first. */
export function secondKey(key: string): string {
  return `${key}-second`;
}

/**
 * The second post of a thread, once the first is posted as `statusId`. Null if the row has none. It is queued
 * before the first counts as sent. If the process crashes in between, the first is found again and the second
 * queued then.
 */
export function secondOf({ key, kind, payload }: OutboxRow, statusId: string): OutboxEntry | null {
  const weekly = readWeeklyPayload(payload);
  if (weekly === null || weekly.second === null) return null;
  const second: SecondPayload = { text: weekly.second, language: weekly.language, inReplyToId: statusId };
  return { key: secondKey(key), kind, payload: second };
}
