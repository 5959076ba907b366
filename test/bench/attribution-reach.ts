import { readCountryExtents } from '../../src/attribution/rules/country-extents.ts';
import { distanceKm, withinReach } from '../../src/attribution/rules/reach.ts';
import type { Location } from '../../src/model/attribution.ts';
import { CITIES, seeded, timeOf } from '../kit/round-trips.ts';

export interface ReachResult {
  /** True places that were excluded, and of how many. */
  readonly excluded: number;
  readonly connections: number;
  /** False claims by how far they are from the true place, kilometres. */
  readonly claims: readonly { readonly fromKm: number; readonly all: number; readonly excluded: number }[];
}

const CONNECTIONS = 100_000;
const SEED = 2006;
const STEPS_KM = [0, 500, 1000, 2000, 4000, 8000, 12_000];

/** Connections between cities of the world, with a true and a false claim of where the server is. */
export function simulateReach(): ReachResult {
  const extents = readCountryExtents();
  const random = seeded(SEED);
  const pick = () => CITIES[Math.floor(random() * CITIES.length)] as (typeof CITIES)[number];
  const claims = STEPS_KM.map((fromKm) => ({ fromKm, all: 0, excluded: 0 }));
  let excluded = 0;
  for (let connection = 0; connection < CONNECTIONS; connection++) {
    const [from, server, other] = [pick(), pick(), pick()];
    const time = timeOf(from, server, random);
    const isLeft = (claim: Location) => withinReach(claim, time, { from, extents }) === claim;
    if (!isLeft({ ...server, accuracy: 'city' })) excluded++;
    if (other === server) continue;
    const step = claims.findLast(({ fromKm }) => distanceKm(server, other) >= fromKm);
    if (step === undefined) continue;
    step.all++;
    if (!isLeft({ ...other, accuracy: 'city' })) step.excluded++;
  }
  return { excluded, connections: CONNECTIONS, claims };
}
