import SQLite from 'better-sqlite3';
import { openStore, type Store } from '../../src/store/store.ts';
import { PLACES } from '../model-internet/networks/places.ts';
import type { Product } from '../model-internet/product.ts';

export function databaseOf(product: Product): string {
  return `${product.dataDir}/whohosts.db`;
}

/** Opens a product's database, runs a function on it and closes it again. */
export function look<T>(product: Product, into: (store: Store) => T): T {
  const store = openStore(databaseOf(product));
  try {
    return into(store);
  } finally {
    store.close();
  }
}

export function countRows(product: Product, table: 'stays' | 'claims' | 'placements' | 'servers'): number {
  const database = new SQLite(databaseOf(product), { readonly: true });
  try {
    return database.prepare<[], number>(`SELECT count(*) FROM ${table}`).pluck().get() ?? 0;
  } finally {
    database.close();
  }
}

/** An address in the first block of a place. The same number always gives the same address. */
export function addressAt(place: string, number: number): string {
  const block = PLACES.find(({ id }) => id === place)?.ipv4[0];
  if (block === undefined) throw new Error(`unknown place ${place}`);
  const [first = '', second = ''] = block.split('.');
  return `${first}.${second}.${128 + (number >> 8)}.${number & 255}`;
}
