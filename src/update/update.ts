import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { chooseDatabases } from '../attribution/choose.ts';
import { type DownloadId, downloadsFolder, readManifest } from '../attribution/downloads.ts';
import type { Entry } from '../attribution/hosters.ts';
import { type Databases, embeddedDatabases } from '../attribution/sources.ts';
import type { Http } from '../net/http.ts';
import { takeLock } from '../store/lock.ts';
import { install, LOCK, sweep } from './install.ts';
import { DataError, type UpdateSource } from './source.ts';

export interface UpdateOptions {
  readonly dataDir: string;
  readonly http: Http;
  readonly sources: readonly UpdateSource[];
  /** The reviewed table of fronts; published blocks are compared with its. */
  readonly fronts: readonly Entry[];
  /** What is used without downloads; that of the npm packages unless given. */
  readonly installed?: Databases;
  readonly now?: () => Date;
  readonly onProgress: (message: string) => void;
  readonly signal?: AbortSignal;
}

/** What became of one source. `unchanged`: checked, and still the same. */
export interface SourceResult {
  readonly id: DownloadId;
  readonly title: string;
  readonly outcome: 'updated' | 'unchanged' | 'failed';
  /** Day of the data in use from now on, ISO 8601; null where nothing of this source ever came. */
  readonly date: string | null;
  readonly problem: string | null;
}

export type UpdateResult =
  | { readonly ok: true; readonly sources: readonly SourceResult[] }
  | { readonly ok: false; readonly problem: string };

/**
 * Fetches each source in turn, checks it, and swaps it in; a source that fails leaves its data as it was. Not `ok` only
 * where nothing could be tried, because the folder cannot be written or another update runs.
 */
export async function updateData(options: UpdateOptions): Promise<UpdateResult> {
  const folder = downloadsFolder(options.dataDir);
  try {
    await mkdir(folder, { recursive: true });
    const lock = takeLock(join(folder, LOCK));
    if (lock === null) return { ok: false, problem: 'another update is running' };
    try {
      await sweep(folder, readManifest(folder));
      const sources: SourceResult[] = [];
      for (const source of options.sources) {
        if (options.signal?.aborted) break;
        sources.push(await updateSource(source, folder, options));
      }
      return { ok: true, sources };
    } finally {
      lock.release();
    }
  } catch (error) {
    return { ok: false, problem: `${folder} cannot be used: ${systemError(error)}` };
  }
}

async function updateSource(
  { id, title, fetch }: UpdateSource,
  folder: string,
  { dataDir, http, fronts, installed, now = () => new Date(), onProgress }: UpdateOptions,
): Promise<SourceResult> {
  const downloads = readManifest(folder);
  const { databases } = chooseDatabases(dataDir, installed ?? embeddedDatabases());
  const began = now();
  let dir: string | null = null;
  try {
    dir = await mkdtemp(join(folder, '.new-'));
    const fetched = await fetch({
      http,
      dir,
      now: began,
      inUse: { databases, downloads, fronts },
      onProgress: (message) => onProgress(`${title}: ${message}`),
    });
    const date = earlier(fetched.date, began.toISOString().slice(0, 10));
    const before = downloads[id]?.date ?? '';
    if (date < before)
      throw new DataError(`data of ${date} is older than that of ${before}, which is in use`);
    const done = await install(folder, downloads, id, { ...fetched, date }, began);
    await sweep(folder, done.downloads);
    return { id, title, outcome: done.changed ? 'updated' : 'unchanged', date, problem: null };
  } catch (error) {
    const problem = error instanceof DataError ? error.message : systemError(error);
    return { id, title, outcome: 'failed', date: downloads[id]?.date ?? null, problem };
  } finally {
    if (dir !== null) await rm(dir, { recursive: true, force: true });
  }
}

/** Data of tomorrow would stay the newest for ever. */
function earlier(date: string, today: string): string {
  return date < today ? date : today;
}

/** The words for an error of the system; an error that is none is a bug, and goes on. */
function systemError(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.message;
  throw error;
}
