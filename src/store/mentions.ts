import type { Database } from 'better-sqlite3';
import type { OutboxEntry, OutboxStore } from './outbox.ts';

/** The bot's own account; a cursor means nothing on another server or for another account. */
export interface BotAccount {
  /** Origin of the home server, such as `https://social.example`. */
  readonly server: string;
  readonly accountId: string;
}

export interface Mention {
  /** Id of the mentioning status on the home server. */
  readonly id: string;
  /** Who asks: `user@host`, in the one spelling that the caller always uses. */
  readonly asker: string;
  /** Id of the first status of the conversation as far as known; null where unknown. */
  readonly thread: string | null;
}

export interface Take {
  readonly mention: Mention;
  /** Where to read on; null leaves the cursor as it is. */
  readonly cursor: string | null;
  /** The answer to send; null where none is due. */
  readonly answer: OutboxEntry | null;
}

/** Counts answers; every condition that is given must hold. */
export interface AnswerFilter {
  readonly asker?: string;
  readonly thread?: string;
  readonly since?: Date;
  /** Kind of the outbox entry. */
  readonly kind?: string;
}

/** What the bot has heard, of one account. */
export interface MentionStore {
  /** Where reading goes on; null before the first time. */
  cursor(): string | null;
  /** Moves the cursor without a mention, as at the first start. */
  setCursor(cursor: string): void;
  seen(mentionId: string): boolean;
  /**
   * Cursor, "seen" and answer in one transaction. `seen`: it was taken before; then only the cursor moves, whatever the
   * answer. An answer whose key the outbox knows already counts as taken, without a second row.
   */
  take(take: Take, now: Date): 'taken' | 'seen';
  answers(filter: AnswerFilter): number;
  /** Who asked not to be answered any more. */
  stop(asker: string, now: Date): void;
  /** They asked again. */
  resume(asker: string): void;
  stopped(asker: string): boolean;
}

export function createMentions(database: Database, outbox: OutboxStore, account: BotAccount): MentionStore {
  database
    .prepare('INSERT INTO accounts (server, account_id) VALUES (?, ?) ON CONFLICT DO NOTHING')
    .run(account.server, account.accountId);
  const self = database
    .prepare<[string, string], number>('SELECT id FROM accounts WHERE server = ? AND account_id = ?')
    .pluck()
    .get(account.server, account.accountId);
  if (self === undefined) throw new Error('the account is not in the table it was just put in');

  const cursor = database
    .prepare<[number], string | null>('SELECT cursor FROM accounts WHERE id = ?')
    .pluck();
  const setCursor = database.prepare('UPDATE accounts SET cursor = ? WHERE id = ?');
  const seen = database.prepare('SELECT 1 FROM mentions WHERE account = ? AND mention_id = ?');
  const insert = database.prepare(
    'INSERT INTO mentions (account, mention_id, asker, thread, seen_at, outbox_id) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const answers = database
    .prepare<[{ self: number } & Record<'asker' | 'thread' | 'since' | 'kind', string | null>], number>(
      `SELECT count(*) FROM mentions m JOIN outbox o ON o.id = m.outbox_id WHERE m.account = @self
        AND (@asker IS NULL OR m.asker = @asker) AND (@thread IS NULL OR m.thread = @thread)
        AND (@since IS NULL OR m.seen_at >= @since) AND (@kind IS NULL OR o.kind = @kind)`,
    )
    .pluck();
  const stop = database.prepare('INSERT INTO stopped (asker, since) VALUES (?, ?) ON CONFLICT DO NOTHING');
  const resume = database.prepare('DELETE FROM stopped WHERE asker = ?');
  const stopped = database.prepare('SELECT 1 FROM stopped WHERE asker = ?');

  const take = database.transaction((next: Take, now: Date): 'taken' | 'seen' => {
    if (next.cursor !== null) setCursor.run(next.cursor, self);
    const { id, asker, thread } = next.mention;
    if (seen.get(self, id) !== undefined) return 'seen';
    let outboxId: number | null = null;
    if (next.answer !== null) {
      outbox.enqueue(next.answer, now);
      outboxId = outbox.get(next.answer.key)?.id ?? null;
    }
    insert.run(self, id, asker, thread, now.toISOString(), outboxId);
    return 'taken';
  });

  return {
    cursor: () => cursor.get(self) ?? null,
    setCursor: (next) => void setCursor.run(next, self),
    seen: (mentionId) => seen.get(self, mentionId) !== undefined,
    take: (next, now) => take.immediate(next, now),
    answers: ({ asker, thread, since, kind }) =>
      answers.get({
        self,
        asker: asker ?? null,
        thread: thread ?? null,
        since: since?.toISOString() ?? null,
        kind: kind ?? null,
      }) ?? 0,
    stop: (asker, now) => void stop.run(asker, now.toISOString()),
    resume: (asker) => void resume.run(asker),
    stopped: (asker) => stopped.get(asker) !== undefined,
  };
}
