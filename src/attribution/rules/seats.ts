import { readFileSync } from 'node:fs';
import type { Country } from '../../model/attribution.ts';
import { baseHosterId } from './shared-platform.ts';

/** One line of `data/seats.json`: the company behind a name, and its owner. */
export interface SeatEntry {
  /** Of `data/hosters.json`, `data/fronts.json` or `data/operators.json`. */
  readonly id: string;
  /** The legal person that signs the contract. */
  readonly entity: string;
  /** The same country as in that table. */
  readonly seat: Country;
  /** The company that owns this one and is in the trade itself; investors are left out. */
  readonly owner?: { readonly name: string; readonly seat: Country };
  readonly source: string;
}

let known: ReadonlyMap<string, SeatEntry> | null = null;

/** The seat of the company that owns a hoster, front or operator; null where none is listed. */
export function ownerSeat(id: string): Country | null {
  known ??= new Map(readSeats().map((entry) => [entry.id, entry]));
  return known.get(baseHosterId(id))?.owner?.seat ?? null;
}

function readSeats(): readonly SeatEntry[] {
  return JSON.parse(readFileSync(new URL('../../../data/seats.json', import.meta.url), 'utf8'));
}
