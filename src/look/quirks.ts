import * as v from 'valibot';
import table from '../../data/software-quirks.json' with { type: 'json' };
import type { SelfDescription } from '../model/observation.ts';

/** A rule about the reliability of one software's user counts. */
const QUIRK = v.strictObject({
  /** Name in NodeInfo, lower case. */
  software: v.pipe(v.string(), v.regex(/^[a-z0-9.-]+$/)),
  /** The rule applies to versions before this one. Default: all. */
  before: v.optional(v.pipe(v.string(), v.regex(/^\d+(\.\d+)*$/))),
  /** The rule applies to servers that claim more users than this. */
  totalAbove: v.optional(v.number()),
  /** The counts to ignore: `users` for both, `total` for the total alone. */
  drop: v.picklist(['users', 'total']),
  reason: v.pipe(v.string(), v.minLength(10)),
  source: v.pipe(v.string(), v.startsWith('https://')),
});
export type Quirk = v.InferOutput<typeof QUIRK>;

/**
 * The reviewed rules of `data/software-quirks.json`. Two well-known faults need no rule, because they are in
 * an API that is not read here. Calckey and Sharkey included remote users in Mastodon's `/api/v1/instance`,
 * while NodeInfo was right (github.com/transfem-org/Sharkey/issues/113).
 */
export const QUIRKS: readonly Quirk[] = v.parse(v.array(QUIRK), table);

/** Removes counts that are not of this server's users, according to the rules. The software's name stays. */
export function applyQuirks(
  self: SelfDescription,
  version: string | null,
  quirks: readonly Quirk[] = QUIRKS,
): SelfDescription {
  const rule = quirks.find((quirk) => applies(quirk, self, version));
  if (rule === undefined) return self;
  const { software, usersActiveMonth } = self;
  return { software, usersTotal: null, usersActiveMonth: rule.drop === 'total' ? usersActiveMonth : null };
}

function applies({ software, before, totalAbove }: Quirk, self: SelfDescription, version: string | null) {
  if (software !== self.software) return false;
  if (before !== undefined && !isBefore(version ?? '', before)) return false;
  return totalAbove === undefined || (self.usersTotal ?? 0) > totalAbove;
}

/**
 * Compares the numeric part: `0.9.0-rc.12` is before 0.9.1 but not before 0.9.0. An unknown version is not
 * before any.
 */
function isBefore(version: string, other: string): boolean {
  const digits = /^v?(\d{1,9}(?:\.\d{1,9}){0,3})/.exec(version)?.[1];
  if (digits === undefined) return false;
  const left = digits.split('.').map(Number);
  const right = other.split('.').map(Number);
  for (let at = 0; at < right.length; at++) {
    const difference = (left[at] ?? 0) - (right[at] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}
