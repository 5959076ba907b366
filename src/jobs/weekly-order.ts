import type { DataSource } from '../attribution/databases/sources.ts';
import type { HomeServerLimits } from '../bot/home-server/home-server.ts';
import type { Weekly } from '../bot/outbox/weekly.ts';
import { inOwnProcess, type OwnProcessOptions } from './own-process.ts';
import type { PreparedWeekly } from './weekly-content.ts';

/** The order for the child process that makes a weekly post. */
export interface WeeklyOrder {
  readonly sources: readonly DataSource[];
  readonly limits: HomeServerLimits;
  /** ISO 8601. */
  readonly now: string;
}

/** The child's result. The picture is in Base64, because JSON cannot hold bytes. */
export type StoredWeekly =
  | { readonly ok: true; readonly weekly: Omit<Weekly, 'png'> & { readonly png: string | null } }
  | { readonly ok: false; readonly problem: string };

/** Runs `prepareWeekly` in a child process. */
export async function orderWeekly(
  order: Omit<WeeklyOrder, 'now'> & { readonly now: Date },
  options: OwnProcessOptions,
): Promise<PreparedWeekly> {
  const program = new URL('./weekly-process.ts', import.meta.url);
  const made = await inOwnProcess<StoredWeekly>(program, order, options);
  if (!made.ok) return made;
  const prepared = made.result;
  if (!prepared.ok) return prepared;
  const { png } = prepared.weekly;
  return { ok: true, weekly: { ...prepared.weekly, png: png === null ? null : Buffer.from(png, 'base64') } };
}
