import type { Database } from 'better-sqlite3';
import type { OutboxEntry, OutboxStore } from './outbox.ts';

/** The bot's own account. A cursor is only valid for this account on this server. */
export interface BotAccount {
  /** Origin of the home server, such as `https://social.example`. */
  readonly server: string;
  readonly accountId: string;
}

export interface StoredMention {
  /** Id of the mentioning status on the home server. */
  readonly id: string;
  /** The account that asks: `user@host`, in one spelling throughout. */
  readonly asker: string;
  /** Id of the first known status of the conversation; null if unknown. */
  readonly thread: string | null;
}

export interface Take {
  readonly mention: StoredMention;
  /** Where the next read starts; null leaves the cursor unchanged. */
  readonly cursor: string | null;
  /** The answer to send; null if there is none. */
  readonly answer: OutboxEntry | null;
}

/** Selects answers to count; every given condition must hold. */
export interface AnswerFilter {
  readonly asker?: string;
  /** The server of the asker, such as `social.example`. */
  readonly host?: string;
  readonly thread?: string;
  readonly since?: Date;
  /** Kind of the outbox entry. */
  readonly kind?: string;
}

/** The mentions that one account of the bot has received. */
export interface MentionStore {
  /** Where the next read starts; null before the first read. */
  cursor(): string | null;
  /** Moves the cursor without a mention, as on the first start. */
  setCursor(cursor: string): void;
  seen(mentionId: string): boolean;
  /**
   * Stores cursor, mention and answer in one transaction. `seen`: the mention was taken before, so only the
   * cursor moves and the answer is ignored. If the outbox already has the answer's key, the mention counts as
   * taken without a second row.
   */
  take(take: Take, now: Date): 'taken' | 'seen';
  answers(filter: AnswerFilter): number;
  /** Stops answers to this account, at its own request. */
  stop(asker: string, now: Date): void;
  /** Allows answers again, because the account asked again. */
  resume(asker: string): void;
  stopped(asker: string): boolean;
}

/** The row id of a bot account; inserts the row if it is new. */
export function accountNumber(database: Database, account: BotAccount): number {
  database
    .prepare('INSERT INTO accounts (server, account_id) VALUES (?, ?) ON CONFLICT DO NOTHING')
    .run(account.server, account.accountId);
  const self = database
    .prepare<[string, string], number>('SELECT id FROM accounts WHERE server = ? AND account_id = ?')
    .pluck()
    .get(account.server, account.accountId);
  if (self === undefined) throw new Error('the account is missing right after its insertion');
  return self;
}

export function createMentionStore(
  database: Database,
  outbox: OutboxStore,
  account: BotAccount,
): MentionStore {
  const self = accountNumber(database, account);

  const cursor = database
    .prepare<[number], string | null>('SELECT cursor FROM accounts WHERE id = ?')
    .pluck();
  const setCursor = database.prepare('UPDATE accounts SET cursor = ? WHERE id = ?');
  const seen = database.prepare('SELECT 1 FROM mentions WHERE account = ? AND mention_id = ?');
  const insert = database.prepare(
    'INSERT INTO mentions (account, mention_id, asker, thread, seen_at, outbox_id) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const answers = database
    .prepare<
      [{ self: number } & Record<'asker' | 'host' | 'thread' | 'since' | 'kind', string | null>],
      number
    >(
      `SELECT count(*) FROM mentions m JOIN outbox o ON o.id = m.outbox_id WHERE m.account = @self
        AND (@asker IS NULL OR m.asker = @asker)
        AND (@host IS NULL OR substr(m.asker, -length(@host) - 1) = '@' || @host) AND (@thread IS NULL OR m.thread = @thread)
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
    answers: ({ asker, host, thread, since, kind }) =>
      answers.get({
        self,
        asker: asker ?? null,
        host: host ?? null,
        thread: thread ?? null,
        since: since?.toISOString() ?? null,
        kind: kind ?? null,
      }) ?? 0,
    stop: (asker, now) => void stop.run(asker, now.toISOString()),
    resume: (asker) => void resume.run(asker),
    stopped: (asker) => stopped.get(asker) !== undefined,
  };
}
