/** Groups of fediverse software that readers compare. A fork belongs to the family of its original. */
export const SOFTWARE_FAMILIES = [
  'mastodon',
  'misskey',
  'pleroma',
  'gotosocial',
  'lemmy',
  'peertube',
  'pixelfed',
  'wordpress',
  'other',
  'unknown',
] as const;
export type SoftwareFamily = (typeof SOFTWARE_FAMILIES)[number];

/** Forks, by the names that they have in NodeInfo. */
const FORKS: ReadonlyMap<string, SoftwareFamily> = new Map(
  (
    [
      ['mastodon', 'hometown ecko kmyblue fedibird glitchcafe'],
      [
        'misskey',
        'calckey firefish foundkey sharkey iceshrimp iceshrimp.net cherrypick magnetar catodon meisskey rosekey',
      ],
      ['pleroma', 'akkoma rebased'],
    ] as const
  ).flatMap(([family, forks]) => forks.split(' ').map((fork) => [fork, family] as const)),
);

/** @param software name from NodeInfo, in any case; null if the server reports none */
export function softwareFamily(software: string | null): SoftwareFamily {
  if (software === null) return 'unknown';
  const name = software.trim().toLowerCase();
  const own = SOFTWARE_FAMILIES.find((family) => family === name);
  // A server that reports the name "unknown" does report a name.
  if (own !== undefined) return own === 'unknown' ? 'other' : own;
  return FORKS.get(name) ?? 'other';
}
