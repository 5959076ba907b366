import { readFronts } from '../attribution/rules/hosters.ts';
import type { Config } from '../config.ts';
import type { UpdateSource } from '../update/source.ts';
import { allSources } from '../update/sources/registry.ts';
import { type UpdateResult, updateData } from '../update/update.ts';
import { openAttribution, openClients } from './app.ts';
import { makeFolder } from './folder.ts';

export interface RenewOptions {
  readonly config: Config;
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
  readonly sources?: readonly UpdateSource[];
}

/**
 * Fetches fresh address data and compiles it at once, so that the next start is fast.
 *
 * @throws {FolderError} for DATA_DIR
 */
export async function updateAddressData(options: RenewOptions): Promise<UpdateResult> {
  const { config, say, signal, sources = allSources() } = options;
  makeFolder('DATA_DIR', config.dataDir);
  const clients = await openClients(config);
  // Aborts the request in progress, whose source then counts as failed.
  signal.addEventListener('abort', () => void clients.http.close(), { once: true });
  try {
    const result = await updateData({
      dataDir: config.dataDir,
      http: clients.http,
      sources,
      fronts: readFronts(new URL('../../data/', import.meta.url)),
      onProgress: say,
      signal,
    });
    if (result.ok && result.sources.some(({ outcome }) => outcome === 'updated'))
      await openAttribution(config, say);
    return result;
  } finally {
    await clients.close();
  }
}
