import type { Database } from 'better-sqlite3';

/** What can be written as JSON. */
export type Json =
  | string
  | number
  | boolean
  | null
  | readonly Json[]
  | { readonly [key: string]: Json | undefined };

export type OutboxState = 'pending' | 'sending' | 'sent' | 'failed' | 'unsure';

/** A toot to send. `key` makes it one of a kind: whatever asks for the same key again gets `exists`. */
export interface OutboxEntry {
  readonly key: string;
  /** `weekly`, `reply` and whatever else the bot wants to count apart. */
  readonly kind: string;
  readonly payload: Json;
  /** Not to be sent before this time; at once if left out. */
  readonly notBefore?: Date;
}

/** Times are ISO 8601 in UTC. */
export interface OutboxRow {
  readonly id: number;
  readonly key: string;
  readonly kind: string;
  readonly payload: Json;
  readonly state: OutboxState;
  /** How often sending began. */
  readonly attempts: number;
  readonly createdAt: string;
  readonly notBefore: string;
  /** When the last attempt began; null before the first. */
  readonly sendingAt: string | null;
  readonly sentAt: string | null;
  /** The id that the home server gave the toot. */
  readonly statusId: string | null;
  readonly error: string | null;
}

/**
 * Toots from the wish to the proof: `pending` -> `sending` -> `sent`, `failed` or `unsure`. A row is `sending` on the disk
 * before the first byte leaves, so what a crash leaves in `sending` may or may not have arrived: the caller looks for it
 * among its own statuses and then says `markSent`, `retryAt` or `markUnsure`. Each change is one durable transaction.
 */
export interface OutboxStore {
  enqueue(entry: OutboxEntry, now: Date): 'added' | 'exists';
  get(key: string): OutboxRow | null;
  /** The row whose toot has this id on the home server. */
  byStatus(statusId: string): OutboxRow | null;
  /** Pending rows whose time has come, oldest first. */
  due(now: Date, limit?: number): OutboxRow[];
  /** When the next pending row falls due (ISO 8601); null where none is pending. */
  nextDue(): string | null;
  /** pending -> sending; false if the row is not pending, so that only one sender ever holds it. */
  markSending(id: number, now: Date): boolean;
  /** sending or unsure -> sent. Throws if the row is in another state, as the next three do: that is a bug. */
  markSent(id: number, statusId: string, now: Date): void;
  /** sending or unsure -> pending, to be tried again. */
  retryAt(id: number, when: Date, error: string): void;
  /** pending, sending or unsure -> failed, for good. */
  markFailed(id: number, error: string): void;
  /** sending -> unsure: stop and let the operator decide. */
  markUnsure(id: number, error: string): void;
  /** Rows in `sending`, oldest first: after a start, all that a crash left behind. */
  unsettled(): OutboxRow[];
  /** Rows in one state, newest first, for the operator. */
  list(state: OutboxState, limit?: number): OutboxRow[];
}

type Row = Omit<OutboxRow, 'payload'> & { readonly payload: string };

const COLUMNS = `id, key, kind, payload, state, attempts, created_at AS createdAt, not_before AS notBefore,
  sending_at AS sendingAt, sent_at AS sentAt, status_id AS statusId, error`;

export function createOutbox(database: Database): OutboxStore {
  const select = (rest: string) => database.prepare<unknown[], Row>(`SELECT ${COLUMNS} FROM outbox ${rest}`);
  const byKey = select('WHERE key = ?');
  const byStatus = select('WHERE status_id = ?');
  const due = select("WHERE state = 'pending' AND not_before <= ? ORDER BY id LIMIT ?");
  const unsettled = select("WHERE state = 'sending' ORDER BY id");
  const inState = select('WHERE state = ? ORDER BY id DESC LIMIT ?');
  const nextDue = database
    .prepare<[], string | null>("SELECT min(not_before) FROM outbox WHERE state = 'pending'")
    .pluck();
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
    if (result.changes !== 1) throw new Error(`outbox row ${id} cannot become ${step} from where it is`);
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
  };
}

function read(row: Row | undefined): OutboxRow | null {
  return row === undefined ? null : parse(row);
}

function parse(row: Row): OutboxRow {
  return { ...row, payload: JSON.parse(row.payload) as Json };
}
