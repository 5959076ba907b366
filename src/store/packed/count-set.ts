import { deflateRawSync, inflateRawSync } from 'node:zlib';

/** A server's claim about its users, or the sum of many claims. */
export interface StoredCounts {
  readonly usersTotal: number | null;
  readonly usersActiveMonth: number | null;
}

/** Keyed by the row id of a server. */
export type CountsById = ReadonlyMap<number, StoredCounts>;

/** Maximum number of scans that must be unpacked to read one. */
export const LONGEST_CHAIN = 12;

/*
 * Most counts take one octet: 0 for no count, or 64 plus the difference from the base, from 1 to 127. A
 * missing base counts as 0. ESCAPE is followed by the count itself, seven bits per octet, the lowest first.
 */
const NO_COUNT = 0;
const SAME = 64;
const MOST_CHANGE = 63;
const ESCAPE = 128;
const NOTHING: StoredCounts = { usersTotal: null, usersActiveMonth: null };
const FIELDS = ['usersTotal', 'usersActiveMonth'] as const;

/**
 * Packs what the servers of one scan claimed about their users, as differences from an earlier scan,
 * deflated. Total and active users of a server are side by side. One row per change took twenty times the
 * space, because most servers claim another number every week.
 *
 * @param ids the servers that the scan looked up, ascending
 * @param base counts of the earlier scan; null if there is none
 */
export function packCounts(ids: readonly number[], counts: CountsById, base: CountsById | null): Buffer {
  const octets: number[] = [];
  for (const id of ids) {
    for (const field of FIELDS) {
      const count = counts.get(id)?.[field] ?? null;
      const change = count === null ? 0 : count - (base?.get(id)?.[field] ?? 0);
      if (count === null) octets.push(NO_COUNT);
      else if (Math.abs(change) <= MOST_CHANGE) octets.push(SAME + change);
      else {
        octets.push(ESCAPE);
        let rest = count;
        for (; rest >= 128; rest = Math.floor(rest / 128)) octets.push((rest % 128) + 128);
        octets.push(rest);
      }
    }
  }
  return deflateRawSync(Uint8Array.from(octets), { level: 9 });
}

/** Reverses {@link packCounts}, with the same `ids` and `base`. */
export function unpackCounts(packed: Buffer, ids: readonly number[], base: CountsById | null): CountsById {
  const take = readerOf(inflateRawSync(packed));
  return new Map(ids.map((id) => [id, take(base?.get(id) ?? NOTHING)]));
}

/** Unpacks only the server at one index of `ids`. */
export function unpackCountsAt(packed: Buffer, place: number, base: StoredCounts | null): StoredCounts {
  const take = readerOf(inflateRawSync(packed));
  for (let before = 0; before < place; before++) take(NOTHING);
  return take(base ?? NOTHING);
}

/** A reader that returns the counts of one server after the other. */
function readerOf(octets: Buffer): (base: StoredCounts) => StoredCounts {
  let at = 0;
  const next = (): number => {
    const octet = octets[at++];
    if (octet === undefined) throw new RangeError('fewer counts than servers');
    return octet;
  };
  const count = (base: number | null): number | null => {
    const octet = next();
    if (octet === NO_COUNT) return null;
    if (octet < ESCAPE) return octet - SAME + (base ?? 0);
    let value = 0;
    for (let weight = 1; ; weight *= 128) {
      const part = next();
      value += (part % 128) * weight;
      if (part < 128) return value;
    }
  };
  return (base) => {
    const usersTotal = count(base.usersTotal);
    const usersActiveMonth = count(base.usersActiveMonth);
    return usersTotal === null && usersActiveMonth === null ? NOTHING : { usersTotal, usersActiveMonth };
  };
}
