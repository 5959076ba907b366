/**
 * What each domain last said of its delegation; a null host is the domain itself. `assumed`: the domain could
 * not be asked and never was, so that its own addresses stand for it; such stays are compared only with their
 * like.
 */
export const addDelegations = `
CREATE TABLE delegations (
  server_id INTEGER PRIMARY KEY REFERENCES servers (id) ON DELETE CASCADE,
  host TEXT,
  port INTEGER,
  known_at TEXT NOT NULL
) STRICT;
ALTER TABLE targets ADD COLUMN assumed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE stays ADD COLUMN assumed INTEGER NOT NULL DEFAULT 0;
`;
