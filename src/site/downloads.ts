import { exportFiles, exportTables } from '../export/files.ts';
import type { Store } from '../store/store.ts';
import type { NetworkMaterial } from './material.ts';
import type { SiteFile } from './site-file.ts';

/** A file of data that the site offers. */
export interface Download {
  /** Name in the folder `data`, such as `servers.csv`. */
  readonly name: string;
  /** What is in it, in a few words. */
  readonly what: string;
  readonly bytes: number;
}

/** The data as files, and, when all are written, what there is to be offered. */
export function* dataFiles(
  store: Store,
  materials: readonly NetworkMaterial[],
  offered: Download[],
): Generator<SiteFile> {
  const input = {
    store,
    reports: materials.map(({ report }) => report),
    networks: materials.map(({ network, report, servers }) => ({ network, week: report.week, servers })),
    optedOut: () => false,
  };
  for (const { name, what, content } of exportFiles(input, exportTables(input), ['csv', 'parquet'])) {
    offered.push({ name, what, bytes: Buffer.byteLength(content) });
    yield { path: `data/${name}`, content };
  }
}
