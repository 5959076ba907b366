import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { chooseDatabases } from '../attribution/databases/choose.ts';
import { type DownloadId, downloadsFolder, readManifest } from '../attribution/databases/downloads.ts';
import { type Databases, embeddedDatabases } from '../attribution/databases/sources.ts';
import type { CompanyEntry } from '../attribution/rules/hosters.ts';
import { DataError } from '../model/expected-errors.ts';
import type { Http } from '../net/http/http.ts';
import { takeLock } from '../store/lock.ts';
import { install, LOCK, sweep } from './install.ts';
import type { UpdateSource } from './source.ts';

export interface UpdateOptions {
  readonly dataDir: string;
  readonly http: Http;
  readonly sources: readonly UpdateSource[];
  /** The reviewed table of fronts, to compare published prefixes with. */
  readonly fronts: readonly CompanyEntry[];
  /** The databases to use without downloads. Default: those of the npm packages. */
  readonly installed?: Databases;
  readonly now?: () => Date;
  readonly onProgress: (message: string) => void;
  readonly signal?: AbortSignal;
}

/** The outcome for one source. `unchanged`: fetched and checked, but still the same. */
export interface SourceResult {
  readonly id: DownloadId;
  readonly title: string;
  readonly outcome: 'updated' | 'unchanged' | 'failed';
  /** Date of the data in use from now on, ISO 8601; null if nothing was ever downloaded from this source. */
  readonly date: string | null;
  readonly problem: string | null;
}

export type UpdateResult =
  | { readonly ok: true; readonly sources: readonly SourceResult[] }
  | { readonly ok: false; readonly problem: string };

/**
 * Fetches, checks and installs each source in turn. A source that fails keeps its previous data. `ok` is
 * false only if nothing could be tried: the folder is not writable, or another update is running.
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
    if (date < before) throw new DataError(`data of ${date} is older than the data in use, of ${before}`);
    const done = await install(folder, downloads, { id, fetched: { ...fetched, date }, now: began });
    await sweep(folder, done.downloads);
    return { id, title, outcome: done.changed ? 'updated' : 'unchanged', date, problem: null };
  } catch (error) {
    const problem = error instanceof DataError ? error.message : systemError(error);
    return { id, title, outcome: 'failed', date: downloads[id]?.date ?? null, problem };
  } finally {
    if (dir !== null) await rm(dir, { recursive: true, force: true });
  }
}

/** Caps the date at today: data dated in the future would stay the newest indefinitely. */
function earlier(date: string, today: string): string {
  return date < today ? date : today;
}

/** The message of a system error. Any other error is a bug and is thrown again. */
function systemError(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.message;
  throw error;
}
