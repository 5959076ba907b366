/**
 * Where the list of each scan was fetched, and what tells whether a list has changed since (RFC 9110, 8.8.2).
 */
export const addListSources = `
ALTER TABLE scans ADD COLUMN sources TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(sources));
ALTER TABLE lists ADD COLUMN last_modified TEXT;
`;
