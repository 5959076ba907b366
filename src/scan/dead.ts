import type { Domain } from '../model/domain.ts';
import type { SilentServer } from '../store/silent.ts';

/** Days. Admins who are away for a holiday return within this time. */
const DEAD_AFTER_DAYS = 28;
const DAY_MS = 24 * 60 * 60 * 1000;

/** Servers that no look could connect to for weeks. */
export function deadOf(silent: readonly SilentServer[], now: Date): ReadonlySet<Domain> {
  const latest = now.getTime() - DEAD_AFTER_DAYS * DAY_MS;
  const dead = silent.filter(({ unreachableSince: since }) => since !== null && Date.parse(since) <= latest);
  return new Set(dead.map(({ domain }) => domain));
}
