import type { Database } from 'better-sqlite3';
import type { Domain } from '../model/domain.ts';
import type { Network } from '../model/network.ts';

/**
 * The company with which a watched server was last seen. A watch has none until a scan has seen the server.
 */
export interface WatchedCompany {
  /** Id of the hoster, or of the front that hides it. */
  readonly id: string;
  readonly name: string;
  /** Whether the company is a front. */
  readonly behind: boolean;
}

export interface NewWatch {
  /** `user@host`. */
  readonly asker: string;
  /** Id of the asker's account on the home server. */
  readonly askerId: string;
  /** Id of the status that asked for the watch. */
  readonly mentionId: string;
  /** ISO 639-1. */
  readonly language: string;
  readonly network: Network;
  readonly domain: Domain;
  readonly company: WatchedCompany | null;
}

export interface Watch extends NewWatch {
  readonly id: number;
}

/** Servers about whose moves an account wants to be notified. One store per account of the bot. */
export interface WatchStore {
  /** `full`: the asker already has `most` watches. One durable transaction. */
  add(watch: NewWatch, most: number, now: Date): 'added' | 'known' | 'full';
  /** Records where a server was first seen, which does not count as a move. */
  settle(id: number, company: WatchedCompany): void;
  end(id: number): void;
  /** Ends all watches of one asker and returns their number. */
  endAllOf(asker: string): number;
  all(): readonly Watch[];
}

interface WatchRow {
  readonly id: number;
  readonly asker: string;
  readonly asker_id: string;
  readonly mention_id: string;
  readonly language: string;
  readonly network: Network;
  readonly domain: Domain;
  readonly company: string | null;
  readonly company_name: string | null;
  readonly behind: 0 | 1;
}

/** @param account row id of the bot's account in `accounts` */
export function createWatchStore(database: Database, account: number): WatchStore {
  const all = database.prepare<[number], WatchRow>('SELECT * FROM watches WHERE account = ? ORDER BY id');
  const count = database
    .prepare<[number, string], number>('SELECT count(*) FROM watches WHERE account = ? AND asker = ?')
    .pluck();
  const known = database.prepare(
    'SELECT 1 FROM watches WHERE account = ? AND asker = ? AND network = ? AND domain = ?',
  );
  const insert = database.prepare(
    `INSERT INTO watches
       (account, asker, asker_id, mention_id, language, network, domain, company, company_name, behind, since)
     VALUES (@account, @asker, @askerId, @mentionId, @language, @network, @domain, @id, @name, @behind, @since)`,
  );
  const settle = database.prepare(
    'UPDATE watches SET company = ?, company_name = ?, behind = ? WHERE id = ?',
  );
  const end = database.prepare('DELETE FROM watches WHERE id = ?');
  const endAll = database.prepare('DELETE FROM watches WHERE account = ? AND asker = ?');
  const add = database.transaction((watch: NewWatch, most: number, now: Date) => {
    const { asker, network, domain, company } = watch;
    if (known.get(account, asker, network, domain) !== undefined) return 'known';
    if ((count.get(account, asker) ?? 0) >= most) return 'full';
    insert.run({
      ...{ account, asker, network, domain },
      ...{ askerId: watch.askerId, mentionId: watch.mentionId, language: watch.language },
      id: company?.id ?? null,
      name: company?.name ?? null,
      behind: company?.behind ? 1 : 0,
      since: now.toISOString(),
    });
    return 'added';
  });
  return {
    add: (watch, most, now) => add.immediate(watch, most, now),
    settle: (id, company) => void settle.run(company.id, company.name, company.behind ? 1 : 0, id),
    end: (id) => void end.run(id),
    endAllOf: (asker) => endAll.run(account, asker).changes,
    all: () =>
      all.all(account).map((row) => ({
        ...{ id: row.id, asker: row.asker, askerId: row.asker_id, mentionId: row.mention_id },
        ...{ language: row.language, network: row.network, domain: row.domain },
        company:
          row.company === null
            ? null
            : { id: row.company, name: row.company_name ?? row.company, behind: row.behind === 1 },
      })),
  };
}
