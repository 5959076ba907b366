import type { HistoryStore } from './history.ts';
import type { ListStore } from './lists.ts';
import type { BotAccount, MentionStore } from './mentions.ts';
import type { OutboxStore } from './outbox.ts';
import type { ScanStore } from './scans.ts';
import type { SettingStore } from './settings.ts';

/** All that whohosts remembers, in one SQLite file. Everything is synchronous, and durable when it returns. */
export interface Store {
  readonly file: string;
  readonly scans: ScanStore;
  readonly history: HistoryStore;
  readonly outbox: OutboxStore;
  readonly settings: SettingStore;
  readonly lists: ListStore;
  mentions(account: BotAccount): MentionStore;
  /** A compact copy, checked before it gets its name. Throws StoreError. */
  backup(file: string): void;
  /** What SQLite's full check finds wrong; empty for a sound database. */
  faults(): string[];
  close(): void;
}
