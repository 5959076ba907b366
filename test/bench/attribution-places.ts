import type { Attributor } from '../../src/attribution/attributor.ts';
import type { PublishedRegion } from '../../src/attribution/compile/compile-location.ts';
import type { Measured } from './attribution-layers.ts';

/** How far countries are known, over servers that are not behind a front. */
export interface PlaceResult {
  readonly located: number;
  readonly uncertain: number;
  readonly unknown: number;
  readonly anycast: number;
  readonly all: number;
}

export function placeLayer(measured: readonly Measured[]): PlaceResult {
  const own = measured.filter(({ attribution }) => attribution.front === null);
  const count = (accepts: (place: Measured['attribution']['location']) => boolean): number =>
    own.filter(({ attribution }) => accepts(attribution.location)).length;
  return {
    located: count((place) => place?.accuracy === 'city' || place?.accuracy === 'country'),
    uncertain: count((place) => place?.accuracy === 'uncertain'),
    unknown: count((place) => place === null),
    anycast: count((place) => place?.accuracy === 'anycast'),
    all: own.length,
  };
}

/** One line of `data/regions.json`. */
export interface RegionOfProvider extends PublishedRegion {
  /** Of `data/hosters.json`. */
  readonly id: string;
}

export interface RegionResult {
  /** Answered with its own country, another one, or none. */
  right: number;
  wrong: number;
  unknown: number;
  /** Named as the provider's own; those of a front are left out. */
  named: number;
  owned: number;
}

/** Each published block of a family by its first address. */
export function regionLayer(
  attributor: Attributor,
  regions: readonly RegionOfProvider[],
  family: 4 | 6,
): RegionResult {
  const tally = { right: 0, wrong: 0, unknown: 0, named: 0, owned: 0 };
  for (const { id, country, prefixes } of regions) {
    for (const prefix of prefixes) {
      if (prefix.includes(':') !== (family === 6)) continue;
      const { location: place, hoster, front } = attributor.attribute(prefix.split('/')[0] ?? '');
      if (!place?.country) tally.unknown++;
      else if (place.country === country && place.accuracy !== 'uncertain') tally.right++;
      else tally.wrong++;
      if (front !== null) continue;
      tally.owned++;
      if (hoster?.id === id) tally.named++;
    }
  }
  return tally;
}
