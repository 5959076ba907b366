import { createHash } from 'node:crypto';
import type { Database } from 'better-sqlite3';
import type { Hoster, Kind } from '../model/attribution.ts';
import type { MeasuredServer } from '../model/server.ts';

/** The part of a measured server that says where it is; servers in the same place share one row. */
export type Placement = Pick<
  MeasuredServer,
  | 'addresses'
  | 'agree'
  | 'asn'
  | 'hoster'
  | 'front'
  | 'operator'
  | 'kind'
  | 'country'
  | 'city'
  | 'lat'
  | 'lon'
>;

export const NOWHERE: Placement = {
  addresses: [],
  agree: null,
  asn: null,
  hoster: null,
  front: null,
  operator: null,
  kind: null,
  country: null,
  city: null,
  lat: null,
  lon: null,
};

export interface PlacementTable {
  /** The id of the row, which is made if it is new. Must run in a transaction. */
  save(placement: Placement): number;
  /** Reads by id and remembers what it read: one reader an answer, since hosters change their names. */
  reader(): (id: number) => Placement;
}

interface Row {
  readonly addresses: string;
  readonly agree: 0 | 1 | null;
  readonly asn: number | null;
  readonly hoster: string | null;
  readonly front: string | null;
  readonly operator: string | null;
  readonly kind: Kind | null;
  readonly country: string | null;
  readonly city: string | null;
  readonly lat: number | null;
  readonly lon: number | null;
}

/** Octets kept of SHA-256: no two of a billion placements will share them. */
const DIGEST_OCTETS = 16;

export function createPlacements(database: Database): PlacementTable {
  const find = database.prepare<[Buffer], number>('SELECT id FROM placements WHERE digest = ?').pluck();
  const insert = database.prepare(
    `INSERT INTO placements (digest, addresses, agree, asn, hoster, front, operator, kind, country, city, lat, lon)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const saveHoster = database.prepare(
    `INSERT INTO hosters (id, name, country) VALUES (?, ?, ?)
      ON CONFLICT (id) DO UPDATE SET name = excluded.name, country = excluded.country
      WHERE name IS NOT excluded.name OR country IS NOT excluded.country`,
  );
  const saveKind = database.prepare('UPDATE hosters SET kind = @kind WHERE id = @id AND kind IS NOT @kind');
  const read = database.prepare<[number], Row>('SELECT * FROM placements WHERE id = ?');
  const allHosters = database.prepare<[], Hoster>('SELECT id, name, country FROM hosters');

  return {
    save(placement) {
      const { hoster, front, operator } = placement;
      for (const company of [hoster, front, operator]) {
        if (company !== null) saveHoster.run(company.id, company.name, company.country);
      }
      // Behind a front the kind is the front's.
      if (hoster !== null && front === null) saveKind.run({ id: hoster.id, kind: placement.kind });
      const values = [
        JSON.stringify(placement.addresses),
        placement.agree === null ? null : Number(placement.agree),
        placement.asn,
        hoster?.id ?? null,
        front?.id ?? null,
        operator?.id ?? null,
        placement.kind,
        placement.country,
        placement.city,
        placement.lat,
        placement.lon,
      ];
      const digest = createHash('sha256').update(JSON.stringify(values)).digest().subarray(0, DIGEST_OCTETS);
      return find.get(digest) ?? Number(insert.run(digest, ...values).lastInsertRowid);
    },
    reader() {
      const hosters = new Map(allHosters.all().map((hoster) => [hoster.id, hoster]));
      const company = (id: string | null) => (id === null ? null : (hosters.get(id) ?? null));
      const known = new Map<number, Placement>();
      return (id) => {
        const remembered = known.get(id);
        if (remembered !== undefined) return remembered;
        const row = read.get(id);
        if (row === undefined) throw new Error(`there is no placement ${id}`);
        const placement: Placement = {
          addresses: JSON.parse(row.addresses) as string[],
          agree: row.agree === null ? null : row.agree === 1,
          asn: row.asn,
          hoster: company(row.hoster),
          front: company(row.front),
          operator: company(row.operator),
          kind: row.kind,
          country: row.country,
          city: row.city,
          lat: row.lat,
          lon: row.lon,
        };
        known.set(id, placement);
        return placement;
      };
    },
  };
}
