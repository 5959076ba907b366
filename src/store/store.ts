import { copyDatabase } from './copy.ts';
import { createCounts } from './counts.ts';
import { createHistory } from './create-history.ts';
import { createDelegations } from './delegations.ts';
import type { HistoryStore } from './history.ts';
import { beginLife } from './life.ts';
import { createLists, type ListStore } from './lists.ts';
import { accountNumber, type BotAccount, createMentionStore, type MentionStore } from './mentions.ts';
import { findFaults, openDatabase } from './open.ts';
import { createOutboxStore, type OutboxStore } from './outbox.ts';
import { createPlacements } from './placements.ts';
import { createPublishedState } from './published-state.ts';
import { createScanReader } from './scan-rows.ts';
import { createScans, type ScanStore } from './scans.ts';
import { createServerReader } from './server-rows.ts';
import { createSettings, type SettingStore } from './settings.ts';
import { createWatchStore, type WatchStore } from './watches.ts';

/**
 * Everything that whohosts remembers, in one SQLite file. All methods are synchronous, and durable when they
 * return.
 */
export interface Store {
  readonly file: string;
  readonly scans: ScanStore;
  readonly history: HistoryStore;
  readonly outbox: OutboxStore;
  readonly settings: SettingStore;
  readonly lists: ListStore;
  mentions(account: BotAccount): MentionStore;
  watches(account: BotAccount): WatchStore;
  /**
   * A digest that changes with everything that is published: when a scan is finished, or a company is
   * renamed.
   */
  published(): string;
  /** Commits everything that `work` writes, or nothing if it throws or the process ends. */
  together<T>(work: () => T): T;
  /** Writes a compact copy, checked before it gets its final name. Throws StoreError. */
  backup(file: string): void;
  /** The faults that SQLite's full check finds; empty for a sound database. */
  faults(): string[];
  close(): void;
}

/**
 * Opens the database in a file, creating it and its folder if necessary.
 * @param options.check if false, damage shows only when the damaged part is read, as an error of SQLite
 * @throws StoreError with a message for the operator
 */
export function openStore(file: string, { check = true }: { readonly check?: boolean } = {}): Store {
  const database = openDatabase(file, check);
  const scans = createScanReader(database);
  const placements = createPlacements(database);
  const counts = createCounts(database);
  const servers = createServerReader(database, placements, counts);
  const delegations = createDelegations(database);
  const outbox = createOutboxStore(database);
  return {
    file,
    scans: createScans({ database, reader: scans, servers, counts, placements, delegations }),
    history: createHistory({ database, scans, servers, placements, delegations }),
    outbox,
    settings: createSettings(database),
    lists: createLists(database),
    mentions: (account) => createMentionStore(database, outbox, account),
    watches: (account) => createWatchStore(database, accountNumber(database, account)),
    published: createPublishedState(database),
    together: (work) => database.transaction(work).immediate(),
    backup: (target) => {
      copyDatabase(database, target);
      // Otherwise a process that runs for months, and copies of its file, would all have the same life.
      beginLife(database, file);
    },
    faults: () => findFaults(database, 'integrity_check'),
    close: () => void database.close(),
  };
}
