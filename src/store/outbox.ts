import type { Database } from 'better-sqlite3';

export type Json =
  | string
  | number
  | boolean
  | null
  | readonly Json[]
  | { readonly [key: string]: Json | undefined };

export type OutboxState = 'pending' | 'sending' | 'sent' | 'failed' | 'unsure';

/** A toot to send. `key` is an idempotency key: a second entry with the same key is refused with `exists`. */
export interface OutboxEntry {
  readonly key: string;
  /** `weekly`, `reply` or any other kind that the bot counts separately. */
  readonly kind: string;
  readonly payload: Json;
  /** Earliest time of sending; immediately if missing. */
  readonly notBefore?: Date;
}

/** Times are ISO 8601 in UTC. */
export interface OutboxRow {
  readonly id: number;
  readonly key: string;
  readonly kind: string;
  readonly payload: Json;
  readonly state: OutboxState;
  /** Number of times that sending began. */
  readonly attempts: number;
  readonly createdAt: string;
  readonly notBefore: string;
  /** Start of the last attempt; null before the first. */
  readonly sendingAt: string | null;
  readonly sentAt: string | null;
  /** The id that the home server gave the toot. */
  readonly statusId: string | null;
  readonly error: string | null;
}

/** The rows of one kind in one state. */
export interface OutboxTally {
  readonly kind: string;
  readonly state: OutboxState;
  readonly rows: number;
  /** How many of them were created at or after the given time. */
  readonly recent: number;
  /** Creation time of the oldest row; ISO 8601. */
  readonly oldest: string;
}

/**
 * Toots on their way to the home server: `pending` -> `sending` -> `sent`, `failed` or `unsure`. A row is
 * `sending` on disk before the first byte leaves. So a toot that a crash left in `sending` may or may not
 * have arrived. The caller looks for it among its own statuses, then calls `markSent`, `retryAt` or
 * `markUnsure`. Each change is one durable transaction.
 */
export interface OutboxStore {
  enqueue(entry: OutboxEntry, now: Date): 'added' | 'exists';
  get(key: string): OutboxRow | null;
  /** The row whose toot has this id on the home server. */
  byStatus(statusId: string): OutboxRow | null;
  /** Pending rows that are due, oldest first. */
  due(now: Date, limit?: number): OutboxRow[];
  /** Time at which the next pending row is due (ISO 8601); null if none is pending. */
  nextDue(): string | null;
  /** pending -> sending. Returns false if the row is not pending, so that only one sender ever has it. */
  markSending(id: number, now: Date): boolean;
  /**
   * sending or unsure -> sent. This and the next three methods throw if the row is in another state, which is
   * a bug.
   */
  markSent(id: number, statusId: string, now: Date): void;
  /** sending or unsure -> pending, for another attempt. */
  retryAt(id: number, when: Date, error: string): void;
  /** pending, sending or unsure -> failed, permanently. */
  markFailed(id: number, error: string): void;
  /** sending -> unsure: sending stops until the operator decides. */
  markUnsure(id: number, error: string): void;
  /** Rows in `sending`, oldest first. After a start, these are the ones that a crash left behind. */
  unsettled(): OutboxRow[];
  /** Rows in one state, newest first, for the operator. */
  list(state: OutboxState, limit?: number): OutboxRow[];
  /** The most recently sent row of a kind; null if none was sent. */
  lastSent(kind: string): OutboxRow | null;
  tally(since: Date): OutboxTally[];
}

type StoredOutboxRow = Omit<OutboxRow, 'payload'> & { readonly payload: string };

const COLUMNS = `id, key, kind, payload, state, attempts, created_at AS createdAt, not_before AS notBefore,
  sending_at AS sendingAt, sent_at AS sentAt, status_id AS statusId, error`;

export function createOutboxStore(database: Database): OutboxStore {
  const select = (rest: string) =>
    database.prepare<unknown[], StoredOutboxRow>(`SELECT ${COLUMNS} FROM outbox ${rest}`);
  const byKey = select('WHERE key = ?');
  const byStatus = select('WHERE status_id = ?');
  const due = select("WHERE state = 'pending' AND not_before <= ? ORDER BY id LIMIT ?");
  const unsettled = select("WHERE state = 'sending' ORDER BY id");
  const inState = select('WHERE state = ? ORDER BY id DESC LIMIT ?');
  const nextDue = database
    .prepare<[], string | null>("SELECT min(not_before) FROM outbox WHERE state = 'pending'")
    .pluck();
  const lastSent = select("WHERE kind = ? AND state = 'sent' ORDER BY sent_at DESC, id DESC LIMIT 1");
  const tally = database.prepare<[string], OutboxTally>(
    `SELECT kind, state, count(*) AS rows, sum(created_at >= ?) AS recent, min(created_at) AS oldest
      FROM outbox GROUP BY kind, state ORDER BY kind, state`,
  );
  const insert = database.prepare(
    `INSERT INTO outbox (key, kind, payload, created_at, not_before) VALUES (?, ?, ?, ?, ?) ON CONFLICT (key) DO NOTHING`,
  );
  const sending = database.prepare(
    `UPDATE outbox SET state = 'sending', attempts = attempts + 1, sending_at = ? WHERE id = ? AND state = 'pending'`,
  );
  const sent = database.prepare(
    `UPDATE outbox SET state = 'sent', status_id = ?, sent_at = ?, error = NULL WHERE id = ? AND state IN ('sending', 'unsure')`,
  );
  const retry = database.prepare(
    `UPDATE outbox SET state = 'pending', not_before = ?, error = ? WHERE id = ? AND state IN ('sending', 'unsure')`,
  );
  const failed = database.prepare(
    `UPDATE outbox SET state = 'failed', error = ? WHERE id = ? AND state IN ('pending', 'sending', 'unsure')`,
  );
  const unsure = database.prepare(
    `UPDATE outbox SET state = 'unsure', error = ? WHERE id = ? AND state = 'sending'`,
  );

  const must = (result: { readonly changes: number }, id: number, step: string): void => {
    if (result.changes !== 1) throw new Error(`outbox row ${id} cannot become ${step}: wrong state`);
  };

  return {
    enqueue(entry, now) {
      const payload = JSON.stringify(entry.payload);
      const notBefore = (entry.notBefore ?? now).toISOString();
      const { changes } = insert.run(entry.key, entry.kind, payload, now.toISOString(), notBefore);
      return changes === 1 ? 'added' : 'exists';
    },
    get: (key) => read(byKey.get(key)),
    byStatus: (statusId) => read(byStatus.get(statusId)),
    due: (now, limit = 100) => due.all(now.toISOString(), limit).map(parse),
    nextDue: () => nextDue.get() ?? null,
    markSending: (id, now) => sending.run(now.toISOString(), id).changes === 1,
    markSent: (id, statusId, now) => must(sent.run(statusId, now.toISOString(), id), id, 'sent'),
    retryAt: (id, when, error) => must(retry.run(when.toISOString(), error, id), id, 'pending'),
    markFailed: (id, error) => must(failed.run(error, id), id, 'failed'),
    markUnsure: (id, error) => must(unsure.run(error, id), id, 'unsure'),
    unsettled: () => unsettled.all().map(parse),
    list: (state, limit = 100) => inState.all(state, limit).map(parse),
    lastSent: (kind) => read(lastSent.get(kind)),
    tally: (since) => tally.all(since.toISOString()),
  };
}

function read(row: StoredOutboxRow | undefined): OutboxRow | null {
  return row === undefined ? null : parse(row);
}

function parse(row: StoredOutboxRow): OutboxRow {
  return { ...row, payload: JSON.parse(row.payload) as Json };
}
