import { mkdtempSync, rmSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { drawChart } from '../../src/report/chart/embedded.ts';
import { type SiteOptions, type SiteOutcome, writeSite } from '../../src/site/publish/write-site.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { writeHistory } from '../bench/fediverse-history.ts';

/** A site of made-up networks in a folder of its own. */
export interface ModelSite {
  readonly folder: string;
  readonly directory: string;
  readonly store: Store;
  write(changes?: Partial<SiteOptions>): Promise<SiteOutcome>;
  /** Every file by its path in the site. */
  files(): Promise<ReadonlyMap<string, Buffer>>;
  discard(): void;
}

export interface ModelSiteOptions {
  readonly servers?: number;
  readonly weeks?: number;
  /** Fills the store; by default a fediverse and a small XMPP network. */
  readonly fill?: (store: Store) => void;
}

export function openModelSite({ servers = 300, weeks = 3, fill }: ModelSiteOptions = {}): ModelSite {
  const folder = mkdtempSync(join(tmpdir(), 'whohosts-site-'));
  const directory = join(folder, 'site');
  const store = openStore(join(folder, 'whohosts.db'));
  if (fill !== undefined) fill(store);
  else {
    writeHistory(store, { servers, weeks });
    writeHistory(store, { network: 'xmpp', servers: 40, weeks: 1, seed: 3 });
  }
  const options: SiteOptions = {
    directory,
    store,
    sources: [
      {
        name: 'A database',
        date: '2026-06-17',
        licence: 'CC BY 4.0',
        attribution: 'IP Geolocation by DB-IP',
        url: 'https://db-ip.com',
      },
    ],
    publicUrl: 'https://whohosts.example',
    contact: 'mailto:admin@whohosts.example',
    version: '0.0.0',
    optedOut: () => false,
    draw: drawChart,
  };
  return {
    folder,
    directory,
    store,
    write: (changes = {}) => writeSite({ ...options, ...changes }),
    files: () => readAll(directory),
    discard() {
      store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function readAll(directory: string): Promise<ReadonlyMap<string, Buffer>> {
  const files = new Map<string, Buffer>();
  const entries = await readdir(`${directory}/`, { recursive: true, withFileTypes: true });
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    files.set(relative(directory, path), await readFile(path));
  }
  return files;
}
