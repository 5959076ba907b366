import * as v from 'valibot';
import table from '../../data/software-quirks.json' with { type: 'json' };
import type { SelfDescription } from '../model/observation.ts';

/** A rule about what one software's claims are worth. */
const QUIRK = v.strictObject({
  /** Name in NodeInfo, lower case. */
  software: v.pipe(v.string(), v.regex(/^[a-z0-9.-]+$/)),
  /** The rule is for versions before this one; for all where it is not given. */
  before: v.optional(v.pipe(v.string(), v.regex(/^\d+(\.\d+)*$/))),
  /** The rule is for servers that claim more users than this. */
  totalAbove: v.optional(v.number()),
  /** `users`: both counts are no claim; `total`: the total is none. */
  drop: v.picklist(['users', 'total']),
  reason: v.pipe(v.string(), v.minLength(10)),
  source: v.pipe(v.string(), v.startsWith('https://')),
});
export type Quirk = v.InferOutput<typeof QUIRK>;

/**
 * The reviewed rules of `data/software-quirks.json`. Two well-known faults need none, because they are in an API that is not
 * read here: Calckey's and Sharkey's remote users were in Mastodon's `/api/v1/instance` while NodeInfo was right
 * (github.com/transfem-org/Sharkey/issues/113).
 */
export const QUIRKS: readonly Quirk[] = v.parse(v.array(QUIRK), table);

/** Takes away the counts that the rules say are not a count of this server's users; the software's name stays. */
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

/** By numbers, as far as the text has them: `0.9.0-rc.12` is before 0.9.1 and not before 0.9.0. Unknown is not before. */
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
