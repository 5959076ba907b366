import { allTables, exportFiles } from '../../export/files.ts';
import type { Store } from '../../store/store.ts';
import type { OptedOut } from './redact.ts';
import type { NetworkMaterial } from './site-data.ts';
import type { SiteFile } from './site-file.ts';

/** A file of data that the site offers. */
export interface DownloadLink {
  /** Name in the folder `data`, such as `servers.csv`. */
  readonly name: string;
  /** What is in it, in a few words. */
  readonly what: string;
  readonly bytes: number;
}

interface DataSources {
  readonly store: Store;
  readonly optedOut: OptedOut;
  readonly publicUrl: string | null;
}

/** The data as files, and, when all are written, what there is to be offered. */
export function* dataFiles(
  { store, optedOut, publicUrl }: DataSources,
  materials: readonly NetworkMaterial[],
  offered: DownloadLink[],
): Generator<SiteFile> {
  const input = {
    store,
    reports: materials.map(({ report }) => report),
    networks: materials.map(({ network, report, servers }) => ({ network, week: report.week, servers })),
    optedOut,
    publicUrl,
  };
  for (const { name, what, content } of exportFiles(input, allTables(input), ['csv', 'parquet'])) {
    offered.push({ name, what, bytes: Buffer.byteLength(content) });
    yield { path: `data/${name}`, content };
  }
}
