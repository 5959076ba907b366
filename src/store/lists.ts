import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Database } from 'better-sqlite3';
import type { Domain } from '../model/domain.ts';

/** The last good copy of a list of servers. */
export interface SavedList {
  /** Name shown to readers. */
  readonly source: string;
  /** ISO 8601 in UTC. */
  readonly fetchedAt: string;
  /** HTTP entity tag of the copy, for conditional requests (RFC 9110, 8.8.3). */
  readonly etag: string | null;
  /** Modification date from the server, for conditional requests without an entity tag (RFC 9110, 8.8.2). */
  readonly lastModified: string | null;
  readonly domains: readonly Domain[];
  /** Ports of those servers for which the list gives one. */
  readonly ports: ReadonlyMap<Domain, number>;
}

export interface ListStore {
  /** Replaces the copy of the same source. */
  save(list: SavedList): void;
  load(source: string): SavedList | null;
}

interface ListRow {
  readonly source: string;
  readonly fetchedAt: string;
  readonly etag: string | null;
  readonly lastModified: string | null;
  readonly domains: Buffer;
  readonly ports: string;
}

export function createLists(database: Database): ListStore {
  const load = database.prepare<[string], ListRow>(
    'SELECT source, fetched_at AS fetchedAt, etag, last_modified AS lastModified, domains, ports FROM lists WHERE source = ?',
  );
  const save = database.prepare(
    `INSERT OR REPLACE INTO lists (source, fetched_at, etag, last_modified, count, domains, ports)
      VALUES (?, ?, ?, ?, ?, ?, ?)`,
  );
  return {
    save(list) {
      const domains = deflateRawSync(list.domains.join('\n'));
      save.run(
        list.source,
        list.fetchedAt,
        list.etag,
        list.lastModified,
        list.domains.length,
        domains,
        JSON.stringify(Object.fromEntries(list.ports)),
      );
    },
    load(source) {
      const row = load.get(source);
      if (row === undefined) return null;
      const text = inflateRawSync(row.domains).toString();
      const ports = Object.entries(JSON.parse(row.ports) as Record<Domain, number>) as [Domain, number][];
      return { ...row, domains: text === '' ? [] : (text.split('\n') as Domain[]), ports: new Map(ports) };
    },
  };
}
