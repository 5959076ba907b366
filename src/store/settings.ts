import type { Database } from 'better-sqlite3';

/** Small values, such as the week of the last weekly toot. */
export interface SettingStore {
  get(key: string): string | null;
  set(key: string, value: string): void;
}

export function createSettings(database: Database): SettingStore {
  const get = database.prepare<[string], string>('SELECT value FROM settings WHERE key = ?').pluck();
  const set = database.prepare(
    'INSERT INTO settings (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
  );
  return {
    get: (key) => get.get(key) ?? null,
    set: (key, value) => void set.run(key, value),
  };
}
