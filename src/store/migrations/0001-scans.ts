/**
 * Scans and their history. `stays` and `claims` are intervals: a row says that a server was seen so in scan
 * `from_scan` and in every later scan that looked at it, up to `to_scan`. Which servers a scan looked at is
 * in `looks`. `targets` has rows only while a scan runs; a server is in one network, and a network has one
 * running scan, so a server is in it once at most.
 */
export const createScanTables = `
CREATE TABLE scans (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  network TEXT NOT NULL,
  source TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  population INTEGER NOT NULL,
  opted_out INTEGER NOT NULL,
  seed TEXT,
  farms TEXT NOT NULL CHECK (json_valid(farms)),
  sampled INTEGER NOT NULL,
  started_at TEXT NOT NULL,
  finished_at TEXT
) STRICT;
CREATE UNIQUE INDEX scans_unfinished ON scans (network) WHERE finished_at IS NULL;
CREATE INDEX scans_network ON scans (network, id);

CREATE TABLE servers (
  id INTEGER PRIMARY KEY,
  network TEXT NOT NULL,
  domain TEXT NOT NULL,
  UNIQUE (network, domain)
) STRICT;

CREATE TABLE hosters (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  country TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE placements (
  id INTEGER PRIMARY KEY,
  digest BLOB NOT NULL UNIQUE,
  addresses TEXT NOT NULL CHECK (json_valid(addresses)),
  asn INTEGER,
  hoster TEXT REFERENCES hosters (id),
  front TEXT REFERENCES hosters (id),
  operator TEXT REFERENCES hosters (id),
  kind TEXT,
  country TEXT,
  city TEXT,
  lat REAL,
  lon REAL
) STRICT;

CREATE TABLE software (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE stays (
  server_id INTEGER NOT NULL REFERENCES servers (id),
  from_scan INTEGER NOT NULL REFERENCES scans (id),
  to_scan INTEGER NOT NULL REFERENCES scans (id),
  status TEXT NOT NULL,
  placement_id INTEGER REFERENCES placements (id),
  PRIMARY KEY (server_id, from_scan),
  CHECK (from_scan <= to_scan),
  CHECK ((status = 'NOERROR') = (placement_id IS NOT NULL))
) STRICT, WITHOUT ROWID;

CREATE TABLE claims (
  server_id INTEGER NOT NULL REFERENCES servers (id),
  from_scan INTEGER NOT NULL REFERENCES scans (id),
  to_scan INTEGER NOT NULL REFERENCES scans (id),
  http TEXT NOT NULL,
  software_id INTEGER REFERENCES software (id),
  users_total INTEGER,
  users_active_month INTEGER,
  PRIMARY KEY (server_id, from_scan),
  CHECK (from_scan <= to_scan)
) STRICT, WITHOUT ROWID;

CREATE TABLE looks (
  scan_id INTEGER PRIMARY KEY REFERENCES scans (id),
  servers BLOB NOT NULL
) STRICT;

CREATE TABLE totals (
  scan_id INTEGER NOT NULL REFERENCES scans (id),
  layer TEXT NOT NULL CHECK (layer IN ('hoster', 'front', 'operator', 'kind', 'country', 'status')),
  key TEXT NOT NULL,
  servers INTEGER NOT NULL,
  active_users INTEGER NOT NULL,
  PRIMARY KEY (scan_id, layer, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE targets (
  server_id INTEGER PRIMARY KEY REFERENCES servers (id),
  scan_id INTEGER NOT NULL REFERENCES scans (id),
  position INTEGER NOT NULL,
  status TEXT,
  placement_id INTEGER REFERENCES placements (id),
  http TEXT,
  software_id INTEGER REFERENCES software (id),
  users_total INTEGER,
  users_active_month INTEGER,
  CHECK ((status IS NULL) = (http IS NULL))
) STRICT;
`;
