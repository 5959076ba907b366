/**
 * What the bot has to say, and whom it has heard. Times are ISO 8601 in UTC with milliseconds, so that text
 * order is time order.
 */
export const createOutboxTables = `
CREATE TABLE outbox (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  key TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  payload TEXT NOT NULL CHECK (json_valid(payload)),
  state TEXT NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'sending', 'sent', 'failed', 'unsure')),
  attempts INTEGER NOT NULL DEFAULT 0,
  created_at TEXT NOT NULL,
  not_before TEXT NOT NULL,
  sending_at TEXT,
  sent_at TEXT,
  status_id TEXT,
  error TEXT
) STRICT;
CREATE INDEX outbox_open ON outbox (state, not_before) WHERE state IN ('pending', 'sending');
CREATE INDEX outbox_status ON outbox (status_id) WHERE status_id IS NOT NULL;

CREATE TABLE accounts (
  id INTEGER PRIMARY KEY,
  server TEXT NOT NULL,
  account_id TEXT NOT NULL,
  cursor TEXT,
  UNIQUE (server, account_id)
) STRICT;

CREATE TABLE mentions (
  account INTEGER NOT NULL REFERENCES accounts (id),
  mention_id TEXT NOT NULL,
  asker TEXT NOT NULL,
  thread TEXT,
  seen_at TEXT NOT NULL,
  outbox_id INTEGER REFERENCES outbox (id),
  PRIMARY KEY (account, mention_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX mentions_asker ON mentions (account, asker, seen_at) WHERE outbox_id IS NOT NULL;
CREATE INDEX mentions_thread ON mentions (account, thread) WHERE outbox_id IS NOT NULL;
CREATE INDEX mentions_time ON mentions (account, seen_at) WHERE outbox_id IS NOT NULL;

CREATE TABLE stopped (
  asker TEXT PRIMARY KEY,
  since TEXT NOT NULL
) STRICT, WITHOUT ROWID;
`;
