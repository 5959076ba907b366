import { copyDatabase } from './copy.ts';
import { createHistory } from './create-history.ts';
import type { HistoryStore } from './history.ts';
import { createLists, type ListStore } from './lists.ts';
import { type BotAccount, createMentions, type MentionStore } from './mentions.ts';
import { findFaults, openDatabase } from './open.ts';
import { createOutbox, type OutboxStore } from './outbox.ts';
import { createPlacements } from './placements.ts';
import { createScanReader } from './scan-rows.ts';
import { createScans, type ScanStore } from './scans.ts';
import { createServerReader } from './server-rows.ts';
import { createSettings, type SettingStore } from './settings.ts';

/** All that whohosts remembers, in one SQLite file. Everything is synchronous, and durable when it returns. */
export interface Store {
  readonly file: string;
  readonly scans: ScanStore;
  readonly history: HistoryStore;
  readonly outbox: OutboxStore;
  readonly settings: SettingStore;
  readonly lists: ListStore;
  mentions(account: BotAccount): MentionStore;
  /** What `work` writes is there as a whole or not at all, also where it throws or the process ends. */
  together<T>(work: () => T): T;
  /** A compact copy, checked before it gets its name. Throws StoreError. */
  backup(file: string): void;
  /** What SQLite's full check finds wrong; empty for a sound database. */
  faults(): string[];
  close(): void;
}

/**
 * Opens the database in a file, and makes it and its folder where there is none.
 * @throws StoreError with a message for the operator
 */
export function openStore(file: string): Store {
  const database = openDatabase(file);
  const scans = createScanReader(database);
  const placements = createPlacements(database);
  const servers = createServerReader(database, placements);
  const outbox = createOutbox(database);
  return {
    file,
    scans: createScans(database, scans, servers, placements),
    history: createHistory(database, scans, servers, placements),
    outbox,
    settings: createSettings(database),
    lists: createLists(database),
    mentions: (account) => createMentions(database, outbox, account),
    together: (work) => database.transaction(work).immediate(),
    backup: (target) => copyDatabase(database, target),
    faults: () => findFaults(database, 'integrity_check'),
    close: () => void database.close(),
  };
}
