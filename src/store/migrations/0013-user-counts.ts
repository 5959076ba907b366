import type { Database } from 'better-sqlite3';
import { type CountsById, LONGEST_CHAIN, packCounts, type StoredCounts } from '../packed/count-set.ts';
import { unpackIdList } from '../packed/id-set.ts';

/**
 * What servers say of their users moves from a row for each change to one packed value for each scan, against
 * an earlier scan of the network where there is a base; `claims` keeps what seldom changes. `believed` has
 * each server's last believed claim, which the next one is measured against.
 */
export function packUserCounts(database: Database): void {
  database.exec(`
    CREATE TABLE counts (
      scan_id INTEGER PRIMARY KEY REFERENCES scans (id),
      base_id INTEGER REFERENCES counts (scan_id),
      depth INTEGER NOT NULL,
      users BLOB NOT NULL,
      CHECK ((base_id IS NULL) = (depth = 0))
    ) STRICT;
    CREATE TABLE believed (
      server_id INTEGER PRIMARY KEY REFERENCES servers (id) ON DELETE CASCADE,
      scan_id INTEGER NOT NULL REFERENCES scans (id),
      users_total INTEGER,
      users_active_month INTEGER
    ) STRICT;
    INSERT INTO believed (server_id, scan_id, users_total, users_active_month)
      SELECT server_id, to_scan, users_total, users_active_month FROM (
        SELECT *, row_number() OVER (PARTITION BY server_id ORDER BY from_scan DESC) AS place FROM claims
          WHERE implausible IS NULL AND (users_total IS NOT NULL OR users_active_month IS NOT NULL))
        WHERE place = 1;
  `);
  moveCounts(database);
  database.exec(`
    CREATE TABLE lasting (
      server_id INTEGER NOT NULL REFERENCES servers (id),
      from_scan INTEGER NOT NULL REFERENCES scans (id),
      to_scan INTEGER NOT NULL REFERENCES scans (id),
      http TEXT NOT NULL,
      software_id INTEGER REFERENCES software (id),
      implausible TEXT,
      declared_by TEXT,
      declared_country TEXT,
      PRIMARY KEY (server_id, from_scan),
      CHECK (from_scan <= to_scan)
    ) STRICT, WITHOUT ROWID;
    INSERT INTO lasting
      SELECT server_id, min(from_scan), max(to_scan), http, software_id, implausible, declared_by, declared_country
        FROM (
          SELECT *, sum(is_new) OVER (PARTITION BY server_id ORDER BY from_scan) AS interval FROM (
            SELECT *, lag(http) OVER before IS NOT http OR lag(software_id) OVER before IS NOT software_id
                OR lag(implausible) OVER before IS NOT implausible
                OR lag(declared_by) OVER before IS NOT declared_by
                OR lag(declared_country) OVER before IS NOT declared_country AS is_new
              FROM claims WINDOW before AS (PARTITION BY server_id ORDER BY from_scan)))
        GROUP BY server_id, interval;
    DROP TABLE claims;
    ALTER TABLE lasting RENAME TO claims;
  `);
}

interface ClaimRow extends StoredCounts {
  readonly id: number;
}

/** Walks through all claims once, scan by scan, and keeps the last of each server at hand. */
function moveCounts(database: Database): void {
  const scans = database
    .prepare<[], { readonly scan: number; readonly network: string; readonly servers: Buffer }>(
      `SELECT l.scan_id AS scan, s.network, l.servers FROM looks l JOIN scans s ON s.id = l.scan_id
        ORDER BY l.scan_id`,
    )
    .all();
  const claims = database.prepare<[number], ClaimRow>(
    `SELECT server_id AS id, users_total AS usersTotal, users_active_month AS usersActiveMonth
      FROM claims WHERE from_scan = ?`,
  );
  const save = database.prepare('INSERT INTO counts (scan_id, base_id, depth, users) VALUES (?, ?, ?, ?)');
  database.exec('CREATE INDEX claims_begun ON claims (from_scan)');
  const last = new Map<number, StoredCounts>();
  const bases = new Map<
    string,
    { readonly scan: number; readonly depth: number; readonly counts: CountsById }
  >();
  for (const { scan, network, servers } of scans) {
    for (const { id, ...counts } of claims.iterate(scan)) last.set(id, counts);
    const ids = unpackIdList(servers);
    const counts = new Map(
      ids.map((id) => [id, last.get(id) ?? { usersTotal: null, usersActiveMonth: null }]),
    );
    const before = bases.get(network);
    const base = before === undefined || before.depth + 1 >= LONGEST_CHAIN ? null : before;
    const depth = base === null ? 0 : base.depth + 1;
    save.run(scan, base?.scan ?? null, depth, packCounts(ids, counts, base?.counts ?? null));
    bases.set(network, { scan, depth, counts });
  }
}
