import type { Attribution } from '../model/attribution.ts';
import { withEvidence } from './rules/hints.ts';
import { type Physics, withinReach } from './rules/reach.ts';

/** Addresses whose round trips are remembered, enough for several scans. */
const MOST_ROUND_TRIPS = 100_000;

/** The fastest connection to each address, and which claimed places it excludes. */
export interface RoundTrips {
  note(address: string, milliseconds: number): void;
  /** Returns the same attribution if nothing is excluded. */
  exclude(attribution: Attribution): Attribution;
}

/** @param isPublished whether the provider itself publishes the place, which no round trip refutes */
export function createRoundTrips(
  { from, extents }: Physics,
  isPublished: (ip: string) => boolean,
): RoundTrips {
  const fastest = new Map<string, number>();
  return {
    note(address, milliseconds) {
      const known = fastest.get(address);
      if (known === undefined && fastest.size >= MOST_ROUND_TRIPS) fastest.clear();
      if (known === undefined || milliseconds < known) fastest.set(address, milliseconds);
    },
    exclude(attribution) {
      const { ip, location, evidence } = attribution;
      const roundTripMs = ip === null ? undefined : fastest.get(ip);
      if (ip === null || location === null || roundTripMs === undefined || isPublished(ip))
        return attribution;
      const left = withinReach(location, roundTripMs, { from, extents });
      return left === location
        ? attribution
        : { ...attribution, location: left, evidence: withEvidence(evidence, 'rtt') };
    },
  };
}
