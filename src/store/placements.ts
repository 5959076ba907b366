import { createHash } from 'node:crypto';
import type { Database } from 'better-sqlite3';
import type { Hoster, Kind } from '../model/attribution.ts';
import type { MeasuredServer } from '../model/server.ts';

/** The location-related fields of a measured server. Servers with equal fields share one row. */
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
  | 'uncertainCountry'
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
  uncertainCountry: null,
  city: null,
  lat: null,
  lon: null,
};

export interface PlacementTable {
  /** Returns the id of the row, inserting it if it is new. Must run in a transaction. */
  save(placement: Placement): number;
  /**
   * A reader by id that caches what it reads. Create a new one per request, because hosters change their
   * names.
   */
  reader(): (id: number) => Placement;
  /** A reader for rows that the caller's own query joined. */
  rowReader(): (row: PlacementRow) => Placement;
}

/** Columns of the table `placements`, which the query must alias as `p`. */
export const PLACEMENT_COLUMNS = [
  ...['addresses', 'agree', 'asn', 'hoster', 'front', 'operator', 'kind', 'country', 'uncertain_country'],
  ...['city', 'lat', 'lon'],
]
  .map((column) => `p.${column}`)
  .join(', ');

/** The columns in {@link PLACEMENT_COLUMNS}. */
export interface PlacementRow {
  readonly addresses: string;
  readonly agree: 0 | 1 | null;
  readonly asn: number | null;
  readonly hoster: string | null;
  readonly front: string | null;
  readonly operator: string | null;
  readonly kind: Kind | null;
  readonly country: string | null;
  readonly uncertain_country: string | null;
  readonly city: string | null;
  readonly lat: number | null;
  readonly lon: number | null;
}

/** Octets kept of SHA-256: enough that a collision among a billion placements is practically impossible. */
const DIGEST_OCTETS = 16;

export function createPlacements(database: Database): PlacementTable {
  const find = database.prepare<[Buffer], number>('SELECT id FROM placements WHERE digest = ?').pluck();
  const insert = database.prepare(
    `INSERT INTO placements (digest, addresses, agree, asn, hoster, front, operator, kind, country, city, lat, lon, uncertain_country)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const saveHoster = database.prepare(
    `INSERT INTO hosters (id, name, country) VALUES (?, ?, ?)
      ON CONFLICT (id) DO UPDATE SET name = excluded.name, country = excluded.country
      WHERE name IS NOT excluded.name OR country IS NOT excluded.country`,
  );
  const saveKind = database.prepare('UPDATE hosters SET kind = @kind WHERE id = @id AND kind IS NOT @kind');
  const read = database.prepare<[number], PlacementRow>('SELECT * FROM placements WHERE id = ?');
  const allHosters = database.prepare<[], Hoster>('SELECT id, name, country FROM hosters');

  const rowReader = (): ((row: PlacementRow) => Placement) => {
    const hosters = new Map(allHosters.all().map((hoster) => [hoster.id, hoster]));
    const company = (id: string | null) => (id === null ? null : (hosters.get(id) ?? null));
    return (row) => ({
      addresses: JSON.parse(row.addresses) as string[],
      agree: row.agree === null ? null : row.agree === 1,
      asn: row.asn,
      hoster: company(row.hoster),
      front: company(row.front),
      operator: company(row.operator),
      kind: row.kind,
      country: row.country,
      uncertainCountry: row.uncertain_country,
      city: row.city,
      lat: row.lat,
      lon: row.lon,
    });
  };

  return {
    save(placement) {
      const { hoster, front, operator } = placement;
      for (const company of [hoster, front, operator]) {
        if (company !== null) saveHoster.run(company.id, company.name, company.country);
      }
      // Behind a front, `kind` describes the front and not the hoster.
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
      const { uncertainCountry } = placement;
      // Rows from before this column were digested without it; their digests must still match.
      const digested = uncertainCountry === null ? values : [...values, uncertainCountry];
      const digest = createHash('sha256')
        .update(JSON.stringify(digested))
        .digest()
        .subarray(0, DIGEST_OCTETS);
      return find.get(digest) ?? Number(insert.run(digest, ...values, uncertainCountry).lastInsertRowid);
    },
    reader() {
      const toPlacement = rowReader();
      const known = new Map<number, Placement>();
      return (id) => {
        const remembered = known.get(id);
        if (remembered !== undefined) return remembered;
        const row = read.get(id);
        if (row === undefined) throw new Error(`unknown placement ${id}`);
        const placement = toPlacement(row);
        known.set(id, placement);
        return placement;
      };
    },
    rowReader,
  };
}
