/** Small things to remember, and the last good copy of each list of servers (names deflated, one a line). */
export const createSettingsAndLists = `
CREATE TABLE settings (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE lists (
  source TEXT PRIMARY KEY,
  fetched_at TEXT NOT NULL,
  etag TEXT,
  count INTEGER NOT NULL,
  domains BLOB NOT NULL
) STRICT;
`;
