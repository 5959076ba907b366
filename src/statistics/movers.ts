import type { Kind } from '../model/attribution.ts';
import type { Mover, Whereabouts } from '../model/server.ts';

/** The place of a server for counting moves: a hoster, a front that hides it, or unknown. */
export interface MovePoint {
  readonly layer: 'hoster' | 'front' | 'unattributed';
  /** Id and name of the hoster or front; null if unknown. */
  readonly id: string | null;
  readonly name: string | null;
  /** Kind of the hoster's network; null if unknown, and for fronts. */
  readonly kind: Kind | null;
}

/** A pair of places between which more servers moved in this direction than in the other. */
export interface Flow {
  readonly from: MovePoint;
  readonly to: MovePoint;
  /** `went` minus `returned`; at least 1. */
  readonly net: number;
  readonly went: number;
  readonly returned: number;
}

/** Gains and losses of one place. Moves within the place do not count. */
export interface Balance {
  readonly place: MovePoint;
  readonly arrived: number;
  readonly left: number;
  /** `arrived` minus `left`. */
  readonly net: number;
}

export interface MoveCounts {
  /** Largest net flow first; pairs that even out are left out. */
  readonly flows: readonly Flow[];
  /**
   * Largest gain first. The nets add up to 0, because every server that leaves one place arrives at another.
   */
  readonly balances: readonly Balance[];
}

/** Net flows between hosters and fronts. Moves within one hoster (`address`) do not count. */
export function countMoves(movers: readonly Mover[]): MoveCounts {
  const places = new Map<string, MovePoint>();
  const went = new Map<string, Map<string, number>>();
  for (const mover of movers) {
    const from = placeOf(mover.from);
    const to = placeOf(mover.to);
    if (mover.change !== 'hoster' || keyOf(from) === keyOf(to)) continue;
    places.set(keyOf(from), from).set(keyOf(to), to);
    const row = went.get(keyOf(from)) ?? new Map<string, number>();
    row.set(keyOf(to), (row.get(keyOf(to)) ?? 0) + 1);
    went.set(keyOf(from), row);
  }
  const count = (from: string, to: string) => went.get(from)?.get(to) ?? 0;
  const sorted = [...places].sort(([a], [b]) => (a < b ? -1 : 1));

  const flows = sorted.flatMap(([fromKey, from]) =>
    sorted.flatMap(([toKey, to]): Flow[] => {
      const there = count(fromKey, toKey);
      const back = count(toKey, fromKey);
      return there > back ? [{ from, to, net: there - back, went: there, returned: back }] : [];
    }),
  );
  const balances = sorted.map(([key, place]): Balance => {
    const arrived = sorted.reduce((sum, [other]) => sum + count(other, key), 0);
    const left = sorted.reduce((sum, [other]) => sum + count(key, other), 0);
    return { place, arrived, left, net: arrived - left };
  });
  return {
    flows: flows.sort((a, b) => b.net - a.net || b.went - a.went),
    balances: balances.sort((a, b) => b.net - a.net || b.arrived - a.arrived),
  };
}

function placeOf({ hoster, front, kind = null }: Whereabouts): MovePoint {
  if (front !== null) return { layer: 'front', id: front.id, name: front.name, kind: null };
  if (hoster !== null) return { layer: 'hoster', id: hoster.id, name: hoster.name, kind };
  return { layer: 'unattributed', id: null, name: null, kind: null };
}

function keyOf(place: MovePoint): string {
  return `${place.layer} ${place.id ?? ''}`;
}
