import { createHash } from 'node:crypto';
import type { Database } from 'better-sqlite3';

/**
 * A digest of everything that may be published: finished scans, which never change, and the names of
 * companies.
 */
export function createPublishedState(database: Database): () => string {
  const statements = [
    'SELECT * FROM scans WHERE finished_at IS NOT NULL ORDER BY id',
    'SELECT * FROM hosters ORDER BY id',
  ].map((sql) => database.prepare<[], unknown[]>(sql).raw());
  return () => {
    const digest = createHash('sha256');
    for (const statement of statements)
      for (const row of statement.iterate()) digest.update(JSON.stringify(row));
    return digest.digest('hex');
  };
}
