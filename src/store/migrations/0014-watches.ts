/** Servers whose move somebody wants to hear of: who asked, by which post, and the company at that time. */
export const addWatches = `
CREATE TABLE watches (
  id INTEGER PRIMARY KEY,
  account INTEGER NOT NULL REFERENCES accounts (id),
  asker TEXT NOT NULL,
  asker_id TEXT NOT NULL,
  mention_id TEXT NOT NULL,
  language TEXT NOT NULL,
  network TEXT NOT NULL,
  domain TEXT NOT NULL,
  company TEXT,
  company_name TEXT,
  behind INTEGER NOT NULL DEFAULT 0 CHECK (behind IN (0, 1)),
  since TEXT NOT NULL,
  UNIQUE (account, asker, network, domain)
) STRICT;
`;
